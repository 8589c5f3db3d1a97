import { z } from "zod";
import { PageQuery, pageOf } from "./envelope.ts";
import { Email } from "./identity.ts";
import { limits } from "./limits.ts";
import { Time } from "./values.ts";

const example = {
  address: "ada@example.com",
  reason: "BOUNCE" as const,
  detail: "550 5.1.1 no such mailbox",
  createdAt: "2026-11-21T09:00:00.000Z",
};

/** An address that gets no mail. BOUNCE: nobody takes mails there; COMPLAINT: its owner called one spam. `detail`: what the mail provider said. */
export const MailSuppression = z
  .object({ address: z.string(), reason: z.enum(["BOUNCE", "COMPLAINT"]), detail: z.string().nullable(), createdAt: Time })
  .meta({ id: "MailSuppression", example });
export type MailSuppression = z.infer<typeof MailSuppression>;

/** `q`: how the address begins. */
export const MailSuppressionQuery = PageQuery.extend({ q: z.string().trim().toLowerCase().min(1).max(limits.emailCharsMax).optional() });
export type MailSuppressionQuery = z.infer<typeof MailSuppressionQuery>;
export const MailSuppressionPage = pageOf(MailSuppression).meta({
  id: "MailSuppressionPage",
  example: { items: [example], nextCursor: null },
});
export const MailSuppressionParams = z.strictObject({ address: Email });
export const MailSuppressionAnswer = z.object({ suppression: MailSuppression }).meta({ example: { suppression: example } });

/**
 * What a mail provider posts to /webhooks/mail, in the shapes of Resend's `email.bounced` and `email.complained`; other types are taken and left alone.
 * `data.bounce.type` is `Permanent` where nobody has the address.
 */
export const MailNews = z
  .looseObject({
    type: z.string(),
    data: z
      .looseObject({
        to: z.array(z.string()).max(limits.mailNewsAddressesMax).optional(),
        bounce: z.looseObject({ type: z.string().optional(), message: z.string().optional() }).optional(),
      })
      .optional(),
  })
  .meta({
    example: {
      type: "email.bounced",
      created_at: "2026-11-21T09:00:00.000Z",
      data: { to: ["ada@example.com"], subject: "Your seats", bounce: { type: "Permanent", subType: "General", message: "550 5.1.1" } },
    },
  });
export type MailNews = z.infer<typeof MailNews>;
export const MailNewsReceipt = z.object({ received: z.literal(true) }).meta({ example: { received: true } });
