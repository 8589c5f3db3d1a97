/** What we use of the package, which brings no types. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  interface Account {
    accountId: string;
    claims(): Record<string, unknown>;
  }
  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: Record<string, unknown>[];
        claims: Record<string, string[]>;
        findAccount(context: unknown, id: string): Account;
        jwks: { keys: object[] };
        cookies: { keys: string[] };
        ttl: Record<string, number>;
        features: { devInteractions: { enabled: boolean } };
      },
    );
    callback(): RequestListener;
  }
}
