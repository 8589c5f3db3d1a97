import "vitest";

declare module "vitest" {
  /** Where the providers of scripts/oidc are while tests run. */
  export interface ProvidedContext {
    loopbackIssuer: string;
    crookedIssuer: string;
  }
}
