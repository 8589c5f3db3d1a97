import { type MailKind, topicOfThisMail } from "../../../contracts/mails.ts";
import { topicRules } from "../../../contracts/notifications.ts";
import { attachmentNames } from "../attachments/attachment-names.ts";
import { qrPng } from "../attachments/qr-png.ts";
import { renderMail } from "../render-mail.ts";
import { samples } from "../templates/samples.ts";
import { type PreviewBrand, previewBrands } from "./preview-brands.ts";

export interface PreviewedMail {
  subject: string;
  html: string;
  text: string;
  attachments: string[];
}

/** As long as a ticket's token, so that its code is as fine. */
const sampleToken = "This is a sample and lets nobody in. ".repeat(11);

/** A mail of this kind as somebody would get it, made from its sample. Its pictures are in the HTML itself. */
export async function previewMail(kind: MailKind, brand: PreviewBrand): Promise<PreviewedMail> {
  const payload = samples[kind];
  const attached = attachmentNames(kind, payload);
  const canEnd = !topicRules[topicOfThisMail(kind, payload)].mail.locked;
  const mail = renderMail(kind, payload, {
    brand: previewBrands[brand],
    unsubscribeUrl: canEnd ? "https://tickets.example.com/api/v1/notifications/unsubscribe?token=…" : null,
    preferencesUrl: kind === "booking-failures" || kind === "webhook-disabled" ? null : "https://tickets.example.com/account/notifications",
    attached,
  });
  let { html } = mail;
  for (const { contentId, filename } of attached) {
    if (contentId !== undefined)
      html = html.replace(
        `cid:${contentId}`,
        `data:image/png;base64,${btoa(String.fromCharCode(...(await qrPng(`${sampleToken} ${filename}`))))}`,
      );
  }
  return { ...mail, html, attachments: attached.map(({ filename }) => filename) };
}
