import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiFailure } from "../../api/failure.ts";
import { decideOffline, type Expected, type Read } from "./decide-offline.ts";
import { readCode } from "./read-code.ts";
import { asCheckIns, nextBatch, type Scan, scanKey, settled } from "./scan-queue.ts";
import { refused } from "./verdict.ts";

const showtimeId = "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6";
const ticketId = "tkt_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0_202611217F3K9QX2MD";
const genuine: Read = { kind: "genuine", ticketId, showtimeId, seat: "Stalls A1", expiresAtMs: 2000 };
const known = (parts: { list?: [string, Expected][] | null; enteredHere?: [string, string][]; nowMs?: number } = {}) => ({
  showtimeId,
  list: parts.list === null ? null : new Map(parts.list ?? [[ticketId, { seat: "Stalls A1", entered: null }]]),
  listTime: "18:02",
  enteredHere: new Map(parts.enteredHere),
  nowMs: parts.nowMs ?? 1000,
});

describe("a gate without a connection", () => {
  it("lets in once whoever is on its list, by code or by number", () => {
    expect(decideOffline(genuine, known())).toMatchObject({ tone: "IN", seat: "Stalls A1", ticketId, offline: true });
    expect(decideOffline({ kind: "typed", ticketId }, known())).toMatchObject({ tone: "IN", seat: "Stalls A1" });
    const here = known({ enteredHere: [[ticketId, "18:05 at North"]] });
    expect(decideOffline(genuine, here)).toMatchObject({ tone: "STOP", title: "Already in", detail: "Let in 18:05 at North." });
  });

  it("stops whom another gate had let in before the list was fetched", () => {
    const list: [string, Expected][] = [[ticketId, { seat: "Stalls A1", entered: "17:55 at South" }]];
    expect(decideOffline(genuine, known({ list }))).toMatchObject({ tone: "STOP", title: "Already in" });
  });

  it("lets a genuine ticket in by its signature where it never had a list", () => {
    expect(decideOffline(genuine, known({ list: null })).tone).toBe("IN");
    expect(decideOffline({ kind: "typed", ticketId }, known({ list: null })).tone).toBe("ASK");
  });

  it("asks a person about a genuine ticket that its list does not have, about one out of date, and about a key that it has not got", () => {
    expect(decideOffline(genuine, known({ list: [] }))).toMatchObject({ tone: "ASK", title: "Not on the list" });
    expect(decideOffline(genuine, known({ list: [], nowMs: 2000 }))).toMatchObject({ tone: "ASK", title: "Out of date" });
    expect(decideOffline(genuine, known({ list: null, nowMs: 2000 })).tone).toBe("ASK");
    expect(decideOffline({ kind: "unknownKey" }, known()).tone).toBe("ASK");
  });

  it("stops what is no ticket, and a ticket of another show", () => {
    expect(decideOffline({ kind: "nothing" }, known()).tone).toBe("STOP");
    const other = { ...genuine, showtimeId: "sho_other" };
    expect(decideOffline(other, known({ list: null }))).toMatchObject({ tone: "STOP", title: "Another show" });
  });
});

describe("a code", () => {
  let keys: Awaited<ReturnType<typeof newKeys>>;
  async function newKeys(kid: string) {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    return { privateKey, set: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "ES256" }] } };
  }
  const sign = (parts: { typ?: string; aud?: string; iss?: string; kid?: string; exp?: number } = {}) =>
    new SignJWT({ jti: ticketId, sho: showtimeId, seat: "Stalls A1", tier: "Premium" })
      .setProtectedHeader({ alg: "ES256", typ: parts.typ ?? "ticket+jwt", kid: parts.kid ?? "k1" })
      .setIssuer(parts.iss ?? "marquee")
      .setAudience(parts.aud ?? "gate")
      .setExpirationTime(parts.exp ?? 4_000_000_000)
      .sign(keys.privateKey);
  beforeAll(async () => {
    keys = await newKeys("k1");
  });

  it("is genuine if one of the published keys signed it, whatever its time", async () => {
    const read = { kind: "genuine", ticketId, showtimeId, seat: "Stalls A1", expiresAtMs: 4_000_000_000_000 };
    expect(await readCode(await sign(), keys.set)).toEqual(read);
    expect(await readCode(` ${await sign({ exp: 1000 })}\n`, keys.set)).toEqual({ ...read, expiresAtMs: 1_000_000 });
  });

  it("is nothing if it was changed, signed by somebody else under our key's name, or is another kind of token", async () => {
    const [head, body, signature] = (await sign()).split(".");
    const changed = btoa(atob(body ?? "").replace("A1", "A2")).replaceAll("=", "");
    expect(await readCode(`${head}.${changed}.${signature}`, keys.set)).toEqual({ kind: "nothing" });
    expect(await readCode(await sign(), (await newKeys("k1")).set)).toEqual({ kind: "nothing" });
    for (const wrong of [{ typ: "at+jwt" }, { aud: "app" }, { iss: "other" }])
      expect(await readCode(await sign(wrong), keys.set)).toEqual({ kind: "nothing" });
    for (const text of ["", "hello", "a.b.c", "https://example.com", "tkt_short"])
      expect(await readCode(text, keys.set)).toEqual({ kind: "nothing" });
  });

  it("is told apart if its key is not among those that the gate has", async () => {
    expect(await readCode(await sign({ kid: "newer" }), keys.set)).toEqual({ kind: "unknownKey" });
  });

  it("may be a ticket's id that somebody typed", async () => {
    expect(await readCode(` ${ticketId} `, keys.set)).toEqual({ kind: "typed", ticketId });
  });
});

describe("the scans that a gate has to tell", () => {
  const scan = (turn: number, parts: Partial<Scan> = {}): Scan => ({
    key: scanKey(showtimeId, `tkt_${turn}`),
    showtimeId,
    ticketId: `tkt_${turn}`,
    seat: null,
    ticket: `token ${turn}`,
    gate: "North",
    scannedAt: new Date(turn * 1000).toISOString(),
    state: "WAITING",
    code: null,
    earlier: null,
    ...parts,
  });

  it("go oldest first, a hundred a call, and only those that wait", () => {
    const scans = [scan(3), scan(1, { state: "TOLD" }), scan(2), ...Array.from({ length: 200 }, (_, turn) => scan(turn + 10))];
    const batch = nextBatch(scans);
    expect(batch).toHaveLength(100);
    expect(batch.slice(0, 3).map(({ ticketId }) => ticketId)).toEqual(["tkt_2", "tkt_3", "tkt_10"]);
  });

  it("are sent with their own time, and with the gate if it has a name", () => {
    expect(asCheckIns([scan(1), scan(2, { gate: "" })])).toEqual([
      { ticket: "token 1", gate: "North", scannedAt: "1970-01-01T00:00:01.000Z" },
      { ticket: "token 2", scannedAt: "1970-01-01T00:00:02.000Z" },
    ]);
  });

  it("are told, double or lost by what the ledger answers, and stay where it does not", () => {
    const entry = { at: "1970-01-01T00:00:00.000Z", gate: "South", by: "usr_x", scannedAt: null };
    const result = (code: "ALREADY_CHECKED_IN" | "TICKET_NOT_VALID" | null) => ({ ticket: "", ticketId: null, code, entry });
    const after = settled([scan(1), scan(2), scan(3), scan(4)], [result(null), result("ALREADY_CHECKED_IN"), result("TICKET_NOT_VALID")]);
    expect(after.map(({ state, code, earlier }) => [state, code, earlier])).toEqual([
      ["TOLD", null, null],
      ["DOUBLE", "ALREADY_CHECKED_IN", entry],
      ["LOST", "TICKET_NOT_VALID", null],
      ["WAITING", null, null],
    ]);
  });
});

describe("an answer of the ledger", () => {
  const clock = (iso: string) => iso.slice(11, 16);
  const failure = (code: ConstructorParameters<typeof ApiFailure>[0], status: number, details = {}) =>
    refused(new ApiFailure(code, "", { status, details }), clock);

  it("says when and where somebody came in with this ticket", () => {
    const details = { at: "2026-11-21T18:02:00.000Z", gate: "North", by: "server", scannedAt: null };
    expect(failure("ALREADY_CHECKED_IN", 409, details)).toMatchObject({ tone: "STOP", detail: "Let in 18:02 at North." });
  });

  it("is a stop or a question where it refuses, and none at all where it could not be asked", () => {
    expect(failure("TICKET_NOT_VALID", 409)?.tone).toBe("STOP");
    expect(failure("CHECK_IN_NOT_OPEN", 403)?.tone).toBe("ASK");
    expect(failure("FORBIDDEN", 403)?.tone).toBe("ASK");
    expect(failure("UNREACHABLE", 0)).toBeNull();
    expect(failure("OVERLOADED", 503)).toBeNull();
  });
});
