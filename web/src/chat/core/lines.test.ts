import { describe, expect, it } from "vitest";
import { linesOf, newestOf } from "./lines.ts";
import type { Unsent } from "./outbox.ts";
import { message } from "./sample-messages.ts";

const me = "usr_me";
const at = (clock: string, day = "2026-11-21") => `${day}T${clock}.000Z`;
const base = { unsent: [], me, readSeq: null, atStart: false, dayOf: (moment: string) => moment.slice(0, 10) };
const drawn = (input: Partial<Parameters<typeof linesOf>[0]>) =>
  linesOf({ ...base, messages: [], ...input }).map((line) => {
    if (line.kind === "message" || line.kind === "unsent") {
      const name = line.kind === "message" ? line.message.seq : line.unsent.clientId;
      return `${name}${line.isFirst ? " first" : ""}${line.isLast ? " last" : ""}`;
    }
    return line.kind;
  });

describe("the lines of a room", () => {
  it("group what one person says within a minute", () => {
    const messages = [
      message(1, { timestamp: at("09:00:01") }),
      message(2, { timestamp: at("09:00:59") }),
      message(3, { timestamp: at("09:01:00") }),
      message(4, { timestamp: at("09:01:01"), senderId: "usr_b" }),
    ];
    expect(drawn({ messages })).toEqual(["1 first", "2 last", "3 first last", "4 first last"]);
  });

  it("begin with the room's beginning where it is known, and draw a line for each day", () => {
    const messages = [message(1, { timestamp: at("23:59:59") }), message(2, { timestamp: at("00:00:00", "2026-11-22") })];
    expect(drawn({ messages, atStart: true })).toEqual(["start", "day", "1 first last", "day", "2 first last"]);
  });

  it("leave out the day of the first message while others may stand above it", () => {
    const messages = [message(7, { timestamp: at("23:59:59") }), message(8, { timestamp: at("00:00:00", "2026-11-22") })];
    expect(drawn({ messages })).toEqual(["7 first last", "day", "8 first last"]);
  });

  it("draw the unread line once, before the first that was not read, and break the group there", () => {
    const messages = [message(1), message(2), message(3)];
    expect(drawn({ messages, readSeq: 1 })).toEqual(["1 first last", "unread", "2 first", "3 last"]);
    expect(drawn({ messages, readSeq: 3 })).not.toContain("unread");
  });

  it("draw no unread line before one's own words", () => {
    expect(drawn({ messages: [message(1), message(2, { senderId: me })], readSeq: 1 })).not.toContain("unread");
  });

  it("part a group where somebody comes or goes", () => {
    const messages = [message(1), message(2, { kind: "JOIN", senderId: "usr_b" }), message(3)];
    expect(drawn({ messages })).toEqual(["1 first last", "notice", "3 first last"]);
  });

  it("put what is not sent yet behind everything, in a group with what was said a moment ago", () => {
    const unsent: Unsent[] = [
      { clientId: "x", roomId: "room_1", content: "x", writtenAt: Date.parse(at("09:00:30")), state: "WAITING" },
      { clientId: "y", roomId: "room_1", content: "y", writtenAt: Date.parse(at("09:02:30")), state: "WAITING" },
    ];
    expect(drawn({ messages: [message(1, { senderId: me })], unsent })).toEqual(["1 first", "x last", "y first last"]);
  });

  it("leave out what waits to be said where history has it already", () => {
    const unsent: Unsent[] = [{ clientId: "client-1", roomId: "room_1", content: "x", writtenAt: 0, state: "STORED" }];
    expect(drawn({ messages: [message(1, { senderId: me })], unsent })).toEqual(["1 first last"]);
    expect(drawn({ messages: [message(1)], unsent })).toHaveLength(3);
  });

  it("keep the key of one's own message from writing it to having it back", () => {
    const unsent: Unsent[] = [{ clientId: "x", roomId: "room_1", content: "x", writtenAt: 0, state: "SENDING" }];
    const before = linesOf({ ...base, messages: [], unsent }).at(-1)?.key;
    const after = linesOf({ ...base, messages: [message(1, { senderId: me, clientId: "x" })] }).at(-1)?.key;
    expect(after).toBe(before);
  });

  it("have another newest when something is said or written, also above what is not sent yet, and the same when more is loaded above", () => {
    const unsent: Unsent[] = [{ clientId: "x", roomId: "room_1", content: "x", writtenAt: 0, state: "WAITING" }];
    const newest = (seqs: readonly number[], waiting = unsent) =>
      newestOf(linesOf({ ...base, messages: seqs.map((seq) => message(seq)), unsent: waiting }));
    expect(newest([7, 8])).not.toBe(newest([7]));
    expect(newest([7])).not.toBe(newest([7], []));
    expect(newest([7, 8], [])).not.toBe(newest([7], []));
    expect(newest([6, 7])).toBe(newest([7]));
    expect(newest([], [])).toBe(newest([], []));
  });

  it("have keys that differ, whatever they are", () => {
    const messages = [message(1), message(2, { senderId: me }), message(3, { kind: "LEAVE" }), message(4)];
    const keys = linesOf({ ...base, messages, readSeq: 2, atStart: true }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
