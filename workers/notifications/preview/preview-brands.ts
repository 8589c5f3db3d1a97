import type { Brand } from "../../../contracts/mails.ts";

/** A logo without a server: the name of the house in its colour. */
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="220" height="48" viewBox="0 0 220 48"><rect width="48" height="48" rx="8" fill="#7a1f2b"/><path d="M12 36V18l12-8 12 8v18h-7V24h-10v12z" fill="#fff"/><text x="60" y="31" font-family="Georgia, serif" font-size="20" fill="#7a1f2b">Grand Theatre</text></svg>',
)}`;

/** In whose name a mail can be looked at: Marquee's own, a tenant's with all that it may have, and one whose colour is too light for text. */
export const previewBrands = {
  marquee: null,
  theatre: { name: "Grand Theatre", color: "#7a1f2b", logoUrl: logo, contactEmail: "box-office@example.com" },
  sunny: { name: "Sunny Side Open Air", color: "#ffd400", logoUrl: null, contactEmail: null },
} satisfies Record<string, Brand | null>;

export type PreviewBrand = keyof typeof previewBrands;
