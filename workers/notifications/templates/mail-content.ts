import type { z } from "zod";
import type { BookedShow } from "../../../contracts/bookings.ts";
import type { Brand, MailedShow } from "../../../contracts/mails.ts";

/** A show as both kinds of payload have it: the place in one piece, or the venue and its city. */
export type ShownShow = MailedShow | z.infer<typeof BookedShow>;

export interface Sum {
  name: string;
  value: string;
}

/** A line of a list with what it costs. `link`: leads on, under `linkLabel`. */
export interface Row {
  name: string;
  value: string | null;
  details?: string[];
  link?: string | null;
  linkLabel?: string;
}

/** Something somebody has booked, or could. */
export interface Visit {
  show: ShownShow;
  details: string[];
  link: string | null;
  linkLabel: string;
}

/**
 * What mails are made of. Each kind of block has one picture as HTML and one as text, so that both say the same whatever the mail. A block without content is
 * shown nowhere.
 */
export type MailBlock =
  | { block: "said"; lines: string[] }
  // A number to show or to type in.
  | { block: "number"; label: string; value: string; note: string }
  | { block: "code"; before: string; code: string; note: string }
  // `before`: when it was to begin.
  | { block: "show"; show: ShownShow; before?: string }
  | { block: "table"; title: string; rows: Row[]; sums?: Sum[]; total?: Sum | null }
  | { block: "facts"; title: string; facts: Sum[] }
  | { block: "lines"; title: string; lines: string[] }
  | { block: "visits"; title: string; visits: Visit[]; more: string | null }
  // `codes`: pictures among the attachments, each of the ticket that `label` names.
  | { block: "tickets"; title: string; note: string; codes: { contentId: string; label: string }[] }
  | { block: "button"; label: string; link: string | null };

/** A mail before it is HTML or text. `reason`: why somebody gets it. */
export interface MailContent {
  subject: string;
  heading: string;
  blocks: MailBlock[];
  reason: string;
}

/** What stands around a mail's content. */
export interface MailFrame {
  /** In whose name; null: Marquee's own. */
  brand: Brand | null;
  /** Where its reader stops mails like this one, or null. */
  unsubscribeUrl: string | null;
  /** Where its reader chooses what they get, or null. */
  preferencesUrl: string | null;
}
