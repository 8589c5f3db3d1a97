import "vitest";
import type { LocalSmtp } from "../scripts/mail/where.ts";

declare module "vitest" {
  /** Where the servers of scripts/oidc, scripts/stripe, scripts/mail and scripts/webhooks are while tests run. */
  export interface ProvidedContext {
    loopbackIssuer: string;
    crookedIssuer: string;
    stripeUrl: string;
    webhookReceiver: string;
    forbiddenReceiver: string;
    smtp: LocalSmtp;
  }
}
