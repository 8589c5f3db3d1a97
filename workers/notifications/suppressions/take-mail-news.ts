import { Webhook } from "standardwebhooks";
import { MailNews } from "../../../contracts/mail-suppressions.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { suppressAddresses } from "./suppress-addresses.ts";

/** Resend sends through Svix, which signs by the same specification and has the headers under its own name too. */
const prefixes = ["webhook", "svix"] as const;

/**
 * Takes what a mail provider tells, signed with MAIL_WEBHOOK_SECRET by the Standard Webhooks specification: addresses that bounced for good or complained get no
 * more mail. Coming again changes nothing, and what does not concern us is left alone. Throws SIGNATURE_INVALID, also where no secret is set.
 */
export async function takeMailNews(ctx: Ctx, { headers, body }: { headers: Headers; body: string }): Promise<void> {
  requireSignature(ctx.env.MAIL_WEBHOOK_SECRET, headers, body);
  const { type, data } = MailNews.parse(JSON.parse(body));
  const suppression = suppressionBy(type, data);
  const addresses = data?.to ?? [];
  if (suppression === null || addresses.length === 0) return;
  await suppressAddresses(ctx.db, addresses, { ...suppression, at: ctx.now() });
  ctx.log.warn("addresses get no more mail", { reason: suppression.reason, addresses: addresses.length });
}

function requireSignature(secret: string | undefined, headers: Headers, body: string): void {
  const signed = (part: string) => prefixes.map((prefix) => headers.get(`${prefix}-${part}`)).find((value) => value !== null) ?? "";
  try {
    if (!secret) throw new Error("nobody may tell us anything");
    new Webhook(secret).verify(body, {
      "webhook-id": signed("id"),
      "webhook-timestamp": signed("timestamp"),
      "webhook-signature": signed("signature"),
    });
  } catch {
    throw new AppError("SIGNATURE_INVALID");
  }
}

/** A mailbox that is full, or a server that is down, is nothing that lasts. */
function suppressionBy(type: string, data: MailNews["data"]): { reason: "BOUNCE" | "COMPLAINT"; detail: string | null } | null {
  if (type === "email.complained") return { reason: "COMPLAINT", detail: null };
  const { type: kind = "Permanent", message = null } = data?.bounce ?? {};
  return type === "email.bounced" && /^(permanent|hard)$/i.test(kind) ? { reason: "BOUNCE", detail: message } : null;
}
