import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RoomLog } from "./room-log.ts";
import { message, messages } from "./sample-messages.ts";

const seqs = (log: RoomLog) => log.shown.map(({ seq }) => seq);

describe("what is known of a room's messages", () => {
  it("shows a page and what is heard after it as one run, each message once", () => {
    const log = new RoomLog(10, 0);
    log.open(messages(6, 10));
    expect(log.hear(message(11))).toBe(true);
    expect(log.hear(message(11))).toBe(false);
    expect(seqs(log)).toEqual([6, 7, 8, 9, 10, 11]);
    expect([log.atStart, log.atEnd, log.heardSeq]).toEqual([false, true, 11]);
  });

  it("joins what was heard before the page came", () => {
    const log = new RoomLog(10, 0);
    log.hear(message(11));
    log.hear(message(12));
    log.open(messages(8, 11));
    expect(seqs(log)).toEqual([8, 9, 10, 11, 12]);
  });

  it("draws nothing beyond a gap, and knows that there is more", () => {
    const log = new RoomLog(100, 0);
    log.open(messages(40, 50));
    log.hear(message(101));
    expect(seqs(log).at(-1)).toBe(50);
    expect(log.atEnd).toBe(false);
    log.extend(messages(51, 100), "below");
    expect(seqs(log).at(-1)).toBe(101);
    expect(log.atEnd).toBe(true);
  });

  it("says that it is behind when the room has come further than was heard", () => {
    const log = new RoomLog(10, 0);
    log.note(12);
    expect(log.isBehind).toBe(true);
    log.hear(message(11));
    log.hear(message(12));
    expect(log.isBehind).toBe(false);
  });

  it("goes on from what it heard in order when a message came before another", () => {
    const log = new RoomLog(10, 0);
    log.hear(message(12));
    expect(log.heardSeq).toBe(10);
    log.hear(message(11));
    expect(log.heardSeq).toBe(12);
  });

  it("takes a change once, and none that is older than what it has", () => {
    const log = new RoomLog(3, 0);
    log.open(messages(1, 3));
    const edited = message(2, { content: "better", rev: 5 });
    expect(log.change({ rev: 5, change: "EDITED", at: edited.timestamp, by: "usr_a", message: edited })).toBe(true);
    expect(log.change({ rev: 5, change: "EDITED", at: edited.timestamp, by: "usr_a", message: edited })).toBe(false);
    const stale = message(2, { content: "worse", rev: 4 });
    expect(log.change({ rev: 4, change: "EDITED", at: edited.timestamp, by: "usr_a", message: stale })).toBe(false);
    log.open(messages(1, 3));
    expect(log.get(2)?.content).toBe("better");
    expect(log.heardRev).toBe(5);
  });

  it("shows a change of one's own before it is answered, and takes back what was refused unless something newer was heard", () => {
    const log = new RoomLog(2, 0);
    log.open([message(1), message(2, { rev: 3 })]);
    for (const seq of [1, 2]) {
      const before = message(seq, seq === 2 ? { rev: 3 } : {});
      log.replace({ ...before, content: "hoped for" });
      expect(log.get(seq)?.content).toBe("hoped for");
      log.replace(before);
      expect(log.get(seq)?.content).toBe(before.content);
    }
    log.replace(message(2, { content: "heard", rev: 4 }));
    log.replace(message(2, { rev: 3 }));
    expect(log.get(2)?.content).toBe("heard");
  });

  it("never shows a gap, nor anything twice, in whatever order pages and messages come", () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant("hear" as const) }),
      fc.record({ kind: fc.constant("open" as const), from: fc.integer({ min: 1, max: 200 }), size: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constantFrom("above" as const, "below" as const), size: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant("miss" as const), size: fc.integer({ min: 1, max: 20 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.array(move, { maxLength: 60 }), (head, moves) => {
        const log = new RoomLog(head, 0);
        let newest = head;
        for (const each of moves) {
          if (each.kind === "hear") log.hear(message(++newest));
          else if (each.kind === "miss") newest += each.size;
          else if (each.kind === "open") {
            const from = Math.min(each.from, newest);
            if (from > 0) log.open(messages(from, Math.min(newest, from + each.size)));
          } else if (log.isOpen && log.shown.length > 0) {
            const [first, last] = [seqs(log)[0] ?? 0, seqs(log).at(-1) ?? 0];
            if (each.kind === "above") log.extend(messages(Math.max(1, first - each.size), first - 1), "above");
            else log.extend(messages(last + 1, Math.min(newest, last + each.size)), "below");
          }
          const shown = seqs(log);
          expect(shown).toEqual(shown.map((_, index) => (shown[0] ?? 0) + index));
          expect(log.heardSeq).toBeLessThanOrEqual(log.head);
          expect(log.head).toBeLessThanOrEqual(newest);
          if (log.atEnd && shown.length > 0) expect(shown.at(-1)).toBe(log.head);
        }
      }),
    );
  });

  it("keeps a change of a message that it has not from opening a second run", () => {
    const log = new RoomLog(100, 0);
    log.open(messages(90, 100));
    const old = message(3, { rev: 1 });
    log.change({ rev: 1, change: "REACTED", at: old.timestamp, by: "usr_a", message: old });
    expect(log.get(3)).toBeUndefined();
    expect(seqs(log)[0]).toBe(90);
  });

  it("lets go of the far end of a very long run, and loads it again later", () => {
    const log = new RoomLog(4000, 0);
    log.open(messages(3901, 4000));
    for (let from = 3801; from >= 1; from -= 100) log.extend(messages(from, from + 99), "above");
    expect(log.shown.length).toBe(3000);
    expect([log.atStart, log.atEnd]).toEqual([true, false]);
    log.extend(messages(3001, 3100), "below");
    expect(seqs(log)).toEqual(Array.from({ length: 3000 }, (_, index) => index + 101));
  });

  it("opens an empty room at its end, and shows the first thing that is said", () => {
    const log = new RoomLog(0, 0);
    log.open([]);
    expect([log.atStart, log.atEnd, log.shown.length]).toEqual([true, true, 0]);
    log.hear(message(1));
    expect(seqs(log)).toEqual([1]);
  });

  it("leaves a tombstone where somebody was who is erased", () => {
    const log = new RoomLog(2, 0);
    log.open([message(1, { senderId: "usr_gone" }), message(2)]);
    log.erase("usr_gone", "2026-11-21T09:30:00.000Z");
    expect(log.get(1)).toMatchObject({ content: "", deletedAt: "2026-11-21T09:30:00.000Z" });
    expect(log.get(2)?.deletedAt).toBeUndefined();
  });
});
