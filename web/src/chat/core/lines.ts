import type { Message } from "../../../../contracts/messages.ts";
import type { Unsent } from "./outbox.ts";

/** One line of what is drawn. `isFirst` and `isLast`: of the bubbles that one person said within a minute. */
export type Line =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "notice"; key: string; message: Message }
  | { kind: "message"; key: string; message: Message; isOwn: boolean; isFirst: boolean; isLast: boolean }
  | { kind: "unsent"; key: string; unsent: Unsent; isFirst: boolean; isLast: boolean };

interface LinesOf {
  messages: readonly Message[];
  unsent: readonly Unsent[];
  me: string;
  /** The last message that was read when the room was opened, or null if there is no line to draw. */
  readSeq: number | null;
  /** Whether the first of the messages is the room's first. */
  atStart: boolean;
  /** The day that a moment belongs to where the reader is, e.g. `2027-01-15`. */
  dayOf: (at: string) => string;
}

interface Said {
  by: string;
  minute: string;
  day: string;
}

/** What is drawn of a room, from the oldest to what is not sent yet. A message of one's own keeps its key from writing it to having it back. */
export function linesOf({ messages, unsent, me, readSeq, atStart, dayOf }: LinesOf): Line[] {
  const lines: Line[] = atStart ? [{ kind: "start", key: "start" }] : [];
  let before: Said | null = null;
  let isUnreadDrawn = readSeq === null;
  /** A day's line goes before its first message. */
  const begin = (at: string): string => {
    const day = dayOf(at);
    if (day === before?.day) return day;
    // Above the first line that is known others of its day may stand: a line there would move when they come.
    if (lines.length > 0 || before !== null) lines.push({ kind: "day", key: `day ${day}`, at });
    before = null;
    return day;
  };
  for (const message of messages) {
    const day = begin(message.timestamp);
    if (!isUnreadDrawn && readSeq !== null && message.seq > readSeq) {
      isUnreadDrawn = true;
      // What one said oneself is not unread.
      if (message.senderId !== me) {
        lines.push({ kind: "unread", key: "unread" });
        before = null;
      }
    }
    if (message.kind !== "TEXT") {
      lines.push({ kind: "notice", key: `m ${message.seq}`, message });
      before = { by: "", minute: "", day };
      continue;
    }
    const said: Said = { by: message.senderId, minute: message.timestamp.slice(0, 16), day };
    const isFirst = joins(lines, before, said);
    const isOwn = message.senderId === me;
    lines.push({ kind: "message", key: keyOf(message, isOwn), message, isOwn, isFirst, isLast: true });
    before = said;
  }
  const arrived = new Set(unsent.length === 0 ? [] : messages.filter(({ senderId }) => senderId === me).map(({ clientId }) => clientId));
  for (const each of unsent) {
    // A page of history may bring it before its subscription does.
    if (arrived.has(each.clientId)) continue;
    const at = new Date(each.writtenAt).toISOString();
    const said: Said = { by: me, minute: at.slice(0, 16), day: begin(at) };
    const isFirst = joins(lines, before, said);
    lines.push({ kind: "unsent", key: `c ${each.clientId}`, unsent: each, isFirst, isLast: true });
    before = said;
  }
  return lines;
}

/** Another one whenever something came at the end, also when it came above what is not sent yet: what whoever reads the newest goes on with. */
export function newestOf(lines: readonly Line[]): string {
  const isSaid = ({ kind }: Line) => kind === "message" || kind === "notice";
  return `${lines.findLast(isSaid)?.key}, ${lines.at(-1)?.key}`;
}

const keyOf = (message: Message, isOwn: boolean): string => (isOwn ? `c ${message.clientId}` : `m ${message.seq}`);

/** Whether a group begins here; if not, the line before it is no longer the last of its group. */
function joins(lines: Line[], before: Said | null, said: Said): boolean {
  const last = lines.at(-1);
  const isSame = before !== null && before.by === said.by && before.minute === said.minute && before.day === said.day;
  if (!isSame || (last?.kind !== "message" && last?.kind !== "unsent")) return true;
  lines[lines.length - 1] = { ...last, isLast: false };
  return false;
}
