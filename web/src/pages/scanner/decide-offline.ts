import type { Verdict } from "./verdict.ts";

/**
 * What was read of a code, with the published keys alone. `genuine`: signed by us. `typed`: a ticket's id without any proof. `unknownKey`: signed
 * with a key that this gate has not got. `nothing`: no ticket, or a forged one.
 */
export type Read =
  | { kind: "genuine"; ticketId: string; showtimeId: string; seat: string; expiresAtMs: number }
  | { kind: "typed"; ticketId: string }
  | { kind: "unknownKey" }
  | { kind: "nothing" };

/** A ticket on the list that this gate has fetched. */
export interface Expected {
  seat: string;
  /** Let in at some gate before the list was fetched: when and where. */
  entered: string | null;
}

interface Known {
  showtimeId: string;
  /** By ticket id; null if no list was ever fetched. */
  list: ReadonlyMap<string, Expected> | null;
  /** The time of the list, for people. */
  listTime: string;
  /** Whom this gate has let in itself: when and where, by ticket id. */
  enteredHere: ReadonlyMap<string, string>;
  nowMs: number;
}

/**
 * What a gate does with a ticket while it cannot ask the ledger. Whoever is on the list comes in once; a genuine ticket that the list does not have
 * was bought since then or given back before, which only a person can tell.
 */
export function decideOffline(read: Read, known: Known): Verdict {
  if (read.kind === "nothing") return stop("Not a ticket", "This code is not one of ours.");
  if (read.kind === "unknownKey") return ask("Cannot tell", "This code can only be checked with a connection.");
  const { ticketId } = read;
  const expected = known.list?.get(ticketId);
  const seat = read.kind === "genuine" ? read.seat : (expected?.seat ?? null);
  const of = { seat, ticketId };
  if (read.kind === "genuine" && read.showtimeId !== known.showtimeId) return stop("Another show", "This ticket is for another show.", of);
  const entered = known.enteredHere.get(ticketId) ?? expected?.entered ?? null;
  if (entered !== null) return stop("Already in", `Let in ${entered}.`, of);
  if (expected !== undefined) return comeIn(of);
  if (read.kind === "typed") return ask("Cannot tell", "This number is not on the list, and there is no connection to ask.", of);
  if (read.expiresAtMs <= known.nowMs) return ask("Out of date", "This ticket was for an earlier date. Check it with a connection.", of);
  if (known.list === null) return comeIn(of);
  return ask("Not on the list", `Genuine, but not on the list of ${known.listTime}: bought since, or given back before.`, of);
}

type Of = Pick<Verdict, "seat" | "ticketId">;
const nobody: Of = { seat: null, ticketId: null };
const comeIn = (of: Of): Verdict => ({ tone: "IN", title: "Come in", detail: "Checked without a connection.", offline: true, ...of });
const stop = (title: string, detail: string, of = nobody): Verdict => ({ tone: "STOP", title, detail, offline: true, ...of });
const ask = (title: string, detail: string, of = nobody): Verdict => ({ tone: "ASK", title, detail, offline: true, ...of });
