/** What an action returns to send something else than the JSON of a model. */
export class RawReply {
  constructor(
    readonly body: string | Buffer,
    readonly headers: Readonly<Record<string, string>>,
  ) {}
}
