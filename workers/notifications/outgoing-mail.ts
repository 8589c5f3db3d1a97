import { topicOfThisMail } from "../../contracts/mails.ts";
import { codeOf } from "../identity/codes/code.ts";
import type { mails } from "../platform/mail-outbox.ts";
import { attachmentNames } from "./attachments/attachment-names.ts";
import { attachmentsOf } from "./attachments/attachments-of.ts";
import { brandsOf, fromOf } from "./brands.ts";
import type { MailWish } from "./preferences/read.ts";
import { preferencesUrl } from "./preferences-url.ts";
import { renderMail } from "./render-mail.ts";
import type { MailTransport, OutgoingMail } from "./transport.ts";
import { unsubscribeUrl } from "./unsubscribe-token.ts";

export type MailRow = typeof mails.$inferSelect;

/**
 * How mails of these apps are made ready for a transport: in the tenant's name, with the links to end them where they can be ended, and with their files if the
 * transport takes them. `wish`: what `mailWanted` says of the recipient. What it answers throws for a payload that its kind does not take.
 */
export async function writerOf(
  env: Env,
  rows: readonly MailRow[],
  { takesAttachments }: Pick<MailTransport, "takesAttachments">,
): Promise<(row: MailRow, wish: MailWish) => Promise<OutgoingMail>> {
  const brandOf = await brandsOf(
    env,
    rows.map(({ appId }) => appId),
  );
  return async ({ key, kind, appId, recipient, payload }, { userId }) => {
    const brand = brandOf(appId);
    const from = fromOf(env, brand);
    const endsAt = userId === null ? null : await unsubscribeUrl(env, userId, topicOfThisMail(kind, payload));
    const attachments = takesAttachments ? await attachmentsOf(env, kind, payload) : [];
    const framed = {
      brand,
      unsubscribeUrl: endsAt,
      preferencesUrl: preferencesUrl(env, userId),
      attached: takesAttachments ? attachments : attachmentNames(kind, payload),
    };
    return {
      messageKey: key,
      kind,
      to: recipient,
      from,
      ...renderMail(kind, await withCode(env, payload), framed),
      headers: { "Message-ID": messageId(key, from.address), "Auto-Submitted": "auto-generated", ...(endsAt !== null && oneClick(endsAt)) },
      attachments,
    };
  };
}

/** With these a mail program ends such mails by itself (RFC 8058). */
const oneClick = (url: string) => ({ "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });

/** The payload with the code that its mail shows, which is made here and kept nowhere. */
async function withCode(env: Env, payload: unknown): Promise<unknown> {
  if (typeof payload !== "object" || payload === null || !("codeId" in payload) || typeof payload.codeId !== "string") return payload;
  return { ...payload, code: await codeOf(env, payload.codeId) };
}

/** The same for every attempt, so that a mail program shows even a mail that a provider sent twice only once. */
const messageId = (key: string, address: string): string =>
  `<${key.replaceAll(/[^\w-]+/g, ".")}@${/@([\w.-]+)$/.exec(address)?.[1] ?? "marquee.invalid"}>`;
