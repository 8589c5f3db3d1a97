import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AckLedger, ackModeOf, ackNameOf } from "./acks.ts";
import { type Frame, StompFault } from "./frame.ts";

const frame = (command: string, headers: Record<string, string>): Frame => ({
  command,
  headers: Object.entries(headers),
  body: new Uint8Array(0),
});
const ids = (entries: { messageId: string }[]) => entries.map(({ messageId }) => messageId);

describe("acknowledgements", () => {
  it("take out one message where each is acknowledged by itself", () => {
    const ledger = new AckLedger<null>();
    const [a, b, c] = ["a", "b", "c"].map((id) => ledger.sent("client-individual", "sub", id, null).sent);
    expect(ids(ledger.settle({ ackId: b?.ackId ?? "" }))).toEqual(["b"]);
    expect(ids(ledger.settle({ ackId: b?.ackId ?? "" }))).toEqual([]);
    expect(ids(ledger.toJSON())).toEqual(["a", "c"]);
    expect(new Set([a?.ackId, b?.ackId, c?.ackId]).size).toBe(3);
  });

  it("take out everything that the same subscription was sent before, where they are cumulative", () => {
    const ledger = new AckLedger<null>();
    for (const [subscription, id] of ["1a", "2b", "1c", "2d", "1e"]) ledger.sent("client", subscription ?? "", id ?? "", null);
    expect(ids(ledger.settle({ messageId: "c", subscription: "1" }))).toEqual(["a", "c"]);
    expect(ids(ledger.toJSON())).toEqual(["b", "d", "e"]);
    expect(ids(ledger.settle({ messageId: "d" }))).toEqual(["b", "d"]);
  });

  it("tell apart subscriptions that were sent the same message", () => {
    const ledger = new AckLedger<string>();
    ledger.sent("client-individual", "one", "m", "of one");
    ledger.sent("client-individual", "two", "m", "of two");
    expect(ledger.settle({ messageId: "m", subscription: "two" })).toMatchObject([{ held: "of two" }]);
    expect(ledger.settle({ messageId: "m", subscription: "three" })).toEqual([]);
    expect(ids(ledger.unsubscribed("one"))).toEqual(["m"]);
    expect(ledger.size).toBe(0);
  });

  it("give the oldest back when more is waiting than may, whose late ACK is no fault", () => {
    const ledger = new AckLedger<number>([], 2);
    const first = ledger.sent("client", "s", "1", 1);
    expect(first.givenBack).toBeNull();
    ledger.sent("client", "s", "2", 2);
    expect(ledger.sent("client", "s", "3", 3).givenBack).toMatchObject({ messageId: "1", held: 1 });
    expect(ledger.size).toBe(2);
    expect(ledger.settle({ ackId: first.sent.ackId })).toEqual([]);
  });

  it("are named by each version in its own way", () => {
    expect(ackNameOf(frame("ACK", { id: "7" }), "1.2")).toEqual({ ackId: "7" });
    expect(ackNameOf(frame("NACK", { "message-id": "m", subscription: "s" }), "1.1")).toEqual({ messageId: "m", subscription: "s" });
    expect(ackNameOf(frame("ACK", { "message-id": "m" }), "1.0")).toEqual({ messageId: "m" });
    const wrong: [Frame, "1.0" | "1.1" | "1.2"][] = [
      [frame("ACK", { "message-id": "m", subscription: "s" }), "1.2"],
      [frame("ACK", { "message-id": "m" }), "1.1"],
      [frame("ACK", { id: "7" }), "1.0"],
      [frame("NACK", { "message-id": "m" }), "1.0"],
    ];
    for (const [each, version] of wrong) expect(() => ackNameOf(each, version)).toThrow(StompFault);
    expect(
      [{}, { ack: "auto" }, { ack: "client" }, { ack: "client-individual" }].map((headers) => ackModeOf(frame("SUBSCRIBE", headers))),
    ).toEqual(["auto", "auto", "client", "client-individual"]);
    expect(() => ackModeOf(frame("SUBSCRIBE", { ack: "never", receipt: "r" }))).toThrow(expect.objectContaining({ receiptId: "r" }));
  });

  it("lose nothing and give nothing twice in any history, also when the ledger is read from JSON at every step", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("send" as const), subscription: fc.constantFrom("a", "b"), isCumulative: fc.boolean() }),
      fc.record({ kind: fc.constant("settle" as const), at: fc.nat(30) }),
      fc.record({ kind: fc.constant("end" as const), subscription: fc.constantFrom("a", "b") }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let ledger = new AckLedger<number>([], 5);
        const sent: string[] = [];
        const out: number[] = [];
        for (const [n, each] of steps.entries()) {
          if (each.kind === "send") {
            const answer = ledger.sent(each.isCumulative ? "client" : "client-individual", each.subscription, `m${n}`, n);
            sent.push(answer.sent.ackId);
            if (answer.givenBack !== null) out.push(answer.givenBack.held);
          } else if (each.kind === "settle") out.push(...ledger.settle({ ackId: sent[each.at] ?? "none" }).map(({ held }) => held));
          else out.push(...ledger.unsubscribed(each.subscription).map(({ held }) => held));
          expect(ledger.size).toBeLessThanOrEqual(5);
          ledger = new AckLedger(JSON.parse(JSON.stringify(ledger)), 5);
        }
        const all = [...out, ...ledger.toJSON().map(({ held }) => held)];
        expect(new Set(sent).size).toBe(sent.length);
        expect(all.toSorted((one, other) => one - other)).toEqual(steps.flatMap(({ kind }, n) => (kind === "send" ? [n] : [])));
      }),
      { numRuns: 1000 },
    );
  });
});
