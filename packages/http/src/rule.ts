/** What a parameter rule is. The rules themselves are in `rules.ts`. */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a check may ask about the request beside the value itself. */
export interface RuleContext {
  /** Whether a host is a platform of the project. */
  isAllowedHost(host: string): boolean;
  /** The platform hosts, for the text of a refusal. */
  allowedHosts(): readonly string[];
  /** Whether the project refuses common passwords. */
  readonly passwordDictionary: ReadonlySet<string> | null;
}

export interface Rule<Value> {
  /** JSON Schema of the accepted values, for OpenAPI. */
  readonly schema: JsonSchema;
  /** Gives the coerced value; throws `RuleError` with a text that completes "Invalid `name` param: ...". */
  check(value: unknown, context: RuleContext): Value;
}

export class RuleError extends Error {
  override readonly name = 'RuleError';
}

export function refuse(reason: string): never {
  throw new RuleError(reason);
}
