/** A stored password, as a row of a user holds it: `hash` names the algorithm, `password` is its output. */
export interface StoredPassword {
  readonly password: string | null;
  readonly hash: string;
  readonly hashOptions: Readonly<Record<string, unknown>>;
}

/**
 * Whether a password is the one behind a stored text. What is stored came from somebody else's system and was never
 * checked, so a verifier answers false to whatever it cannot read, and bounds what a text may cost. A throw counts as
 * false too.
 */
export type Verifier = (
  password: string,
  stored: string,
  options: Readonly<Record<string, unknown>>,
) => boolean | Promise<boolean>;
