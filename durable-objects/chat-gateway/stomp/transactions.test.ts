import { describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import { type Frame, StompFault } from "./frame.ts";
import { Transactions } from "./transactions.ts";

const frame = (command: string, transaction?: string, body = new Uint8Array(0)): Frame => ({
  command,
  headers: [...(transaction === undefined ? [] : ([["transaction", transaction]] as const)), ["receipt", "r"]],
  body,
});

describe("transactions", () => {
  it("keep their frames until COMMIT, which gives them in their order", () => {
    const transactions = new Transactions();
    transactions.begin(frame("BEGIN", "a"));
    transactions.begin(frame("BEGIN", "b"));
    expect(transactions.hold(frame("SEND"))).toBe(false);
    const frames = [frame("SEND", "a", Uint8Array.of(0, 1, 255)), frame("ACK", "a"), frame("NACK", "a")];
    for (const each of frames) expect(transactions.hold(each)).toBe(true);
    transactions.hold(frame("SEND", "b"));
    expect(transactions.commit(frame("COMMIT", "a"))).toEqual(frames);
    expect(transactions.size).toBe(1);
  });

  it("forget their frames at ABORT, and free their name", () => {
    const transactions = new Transactions();
    transactions.begin(frame("BEGIN", "a"));
    transactions.hold(frame("SEND", "a"));
    transactions.abort(frame("ABORT", "a"));
    transactions.begin(frame("BEGIN", "a"));
    expect(transactions.commit(frame("COMMIT", "a"))).toEqual([]);
  });

  it("are as they were when they are read from JSON", () => {
    const before = new Transactions();
    const sent = frame(
      "SEND",
      "a",
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
    );
    before.begin(frame("BEGIN", "a"));
    before.hold(sent);
    const after = new Transactions(JSON.parse(JSON.stringify(before)));
    after.hold(frame("ACK", "a"));
    expect(after.commit(frame("COMMIT", "a"))).toEqual([sent, frame("ACK", "a")]);
  });

  it("take unknown, repeated and missing names for faults, and say which receipt they were", () => {
    const transactions = new Transactions();
    transactions.begin(frame("BEGIN", "a"));
    const faults = [
      () => transactions.begin(frame("BEGIN", "a")),
      () => transactions.begin(frame("BEGIN")),
      () => transactions.begin(frame("BEGIN", "")),
      () => transactions.hold(frame("SEND", "b")),
      () => transactions.commit(frame("COMMIT", "b")),
      () => transactions.commit(frame("COMMIT")),
      () => transactions.abort(frame("ABORT", "b")),
    ];
    for (const fault of faults) expect(fault).toThrow(expect.objectContaining({ name: "StompFault", receiptId: "r" }));
  });

  it("are bounded in number, in frames and in bytes, and have room again when some have ended", () => {
    const transactions = new Transactions();
    for (let n = 0; n < limits.stompTransactionsMax; n++) transactions.begin(frame("BEGIN", `${n}`));
    expect(() => transactions.begin(frame("BEGIN", "more"))).toThrow(StompFault);
    for (let n = 0; n < limits.stompTransactionFramesMax; n++) transactions.hold(frame("SEND", "0"));
    expect(() => transactions.hold(frame("SEND", "0"))).toThrow(StompFault);
    const half = new Uint8Array(limits.stompTransactionBytesMax / 2 - 3000);
    transactions.hold(frame("SEND", "1", half));
    transactions.hold(frame("SEND", "2", half));
    expect(() => transactions.hold(frame("SEND", "3", half))).toThrow(StompFault);
    transactions.abort(frame("ABORT", "1"));
    expect(transactions.hold(frame("SEND", "3", half))).toBe(true);
  });
});
