import { z } from "zod";
import { limits } from "./limits.ts";

/** The kinds of id, each with the prefix that it carries: `sho_01K…` is a showtime wherever it turns up. */
export const idPrefixes = {
  app: "app",
  key: "key",
  user: "usr",
  session: "ses",
  venue: "ven",
  event: "evt",
  movie: "mov",
  bus: "bus",
  showtime: "sho",
  seat: "sea",
  reservation: "rsv",
  payment: "pay",
  refund: "ref",
  ticket: "tkt",
  waitlist: "wtl",
  ticketOrder: "tor",
  room: "room",
  invite: "inv",
  product: "prd",
  variant: "var",
  promotion: "pro",
  cart: "cart",
  cartItem: "cit",
  order: "ord",
  orderLine: "oli",
  image: "img",
  fact: "fact",
  webhookEndpoint: "whe",
  webhookDelivery: "whd",
  jobRun: "job",
} as const;
export type IdKind = keyof typeof idPrefixes;

/** An id or token in a path, a query or a body. Its kind is checked where it is looked up: a foreign or wrong id answers like an unknown one. */
export const Id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_-]+$/, "is not an id");

const codes = new Set(Intl.supportedValuesOf("currency"));
/** ISO 4217, upper case. */
export const Currency = z
  .string()
  .refine((code) => codes.has(code), "is not an ISO 4217 currency code")
  .meta({ example: "EUR" });

/** An amount of money in minor units (cents; whole yen; thousandths of a Kuwaiti dinar). */
export const Amount = z.number().int().min(0).max(limits.priceMinorMax).meta({ example: 4200 });

/** ISO 8601 in UTC with Z. */
export const Time = z.iso.datetime({ offset: false }).meta({ example: "2027-01-15T18:30:00Z" });

/** An IANA time zone that this runtime knows. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
    } catch {
      return false;
    }
  }, "is not an IANA time zone")
  .meta({ example: "Europe/Vienna" });

/** One line of text for people: no control characters, trimmed, never empty. */
export const Line = z
  .string()
  .trim()
  .min(1)
  .max(limits.nameCharsMax)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, "must be one line without control characters");

/** Text of any number of lines, without control characters other than these and tabs. */
export const Text = z
  .string()
  .trim()
  .max(limits.descriptionCharsMax)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, "must have no control characters");

/** An https URL, or a path of our own. Browsers drop line ends and tabs and turn backslashes round, so that a path may become a host: none of these. */
export const ImageUrl = z
  .string()
  .max(limits.urlCharsMax)
  .regex(/^(?:\/(?!\/)|https:\/\/[^\s/\\])[^\s\p{Cc}\p{Cs}\\]*$/u, "must be an https:// URL or a path");

/** Free-form facts of the tenant's own, kept as they are. */
export const Metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= limits.metadataBytesMax, `is larger than ${limits.metadataBytesMax} bytes`);
