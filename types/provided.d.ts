import "vitest";

declare module "vitest" {
  /** Where the providers of scripts/oidc and scripts/stripe are while tests run. */
  export interface ProvidedContext {
    loopbackIssuer: string;
    crookedIssuer: string;
    stripeUrl: string;
  }
}
