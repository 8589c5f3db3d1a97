/** What the token endpoint of the crooked provider does with a code: the code is this, as base64url of JSON. */
export interface CrookedCode {
  /** The claims of the ID token. */
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** By whose key the ID token is signed; `nobody`: by none. */
  key?: "own" | "foreign" | "nobody";
  /** Answers with this status and body in place of tokens. */
  status?: number;
  body?: string;
  /** As many characters more. */
  padding?: number;
  /** Milliseconds before it answers. */
  delay?: number;
  userinfo?: Record<string, unknown>;
}
