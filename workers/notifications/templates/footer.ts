import type { MailFrame } from "./mail-content.ts";

/** What stands at the end of a mail, below the reason for it. */
export function footerOf({ brand, unsubscribeUrl, preferencesUrl }: MailFrame): {
  said: string[];
  links: { label: string; url: string }[];
} {
  const contact = brand?.contactEmail ?? null;
  return {
    said: brand === null ? [] : [`Sent by Marquee for ${brand.name}.`],
    links: [
      ...(contact === null ? [] : [{ label: "Write to us", url: `mailto:${contact}` }]),
      ...(unsubscribeUrl === null ? [] : [{ label: "No more mails like this", url: unsubscribeUrl }]),
      ...(preferencesUrl === null ? [] : [{ label: "Choose what you get", url: preferencesUrl }]),
    ],
  };
}
