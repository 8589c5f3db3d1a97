import type { JSONWebKeySet } from "jose";
import type { Page } from "../../../../contracts/envelope.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { CheckedIn, CheckedInBatch, DoorListItem, GateCounts } from "../../../../contracts/tickets.ts";
import { ApiFailure, failedWith } from "../../api/failure.ts";
import { request, requestAnywhere } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { clock } from "../../time.ts";
import { decideOffline, type Expected } from "./decide-offline.ts";
import { type GateFacts, keepFacts, keepScan, readFacts, readScans } from "./gate-store.ts";
import { readCode } from "./read-code.ts";
import { asCheckIns, nextBatch, type Scan, scanKey, settled } from "./scan-queue.ts";
import { entryWords, letIn, refused, type Verdict } from "./verdict.ts";

/** So long a gate waits for the ledger before it decides by itself. */
const patienceMs = 2000;
/** How often it looks for news, which also tells it whether there is a connection. */
const newsMs = 5000;
const listMs = 120_000;
const listPageItems = 1000;
const shownMax = 20;

export interface Shown {
  turn: number;
  at: string;
  verdict: Verdict;
  /** What was scanned: for letting somebody in after a look. */
  code: string;
}

export interface GateState {
  facts: GateFacts | null;
  counts: GateCounts | null;
  online: boolean;
  busy: boolean;
  /** Newest first. */
  shown: readonly Shown[];
  scans: readonly Scan[];
  /** Why this gate cannot work at all. */
  problem: unknown;
}

/** A gate of one showtime: it asks the ledger first, and decides by what it has kept where there is no answer. */
export class Gate {
  #state: GateState = { facts: null, counts: null, online: navigator.onLine, busy: false, shown: [], scans: [], problem: null };
  readonly #showtimeId: string;
  #domain: Domain | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  #turn = 0;
  #sending = false;
  #open = false;

  constructor(showtimeId: string, domain: Domain | undefined) {
    this.#showtimeId = showtimeId;
    this.#domain = domain;
  }

  read = (): GateState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up what was kept, then what the server says now, and goes on looking until `stop`. */
  async start(): Promise<void> {
    this.#open = true;
    addEventListener("online", this.#news);
    addEventListener("offline", this.#cutOff);
    const [facts, scans] = await Promise.all([readFacts(this.#showtimeId), readScans(this.#showtimeId)]);
    if (!this.#open) return;
    this.#become({ facts: facts ?? null, scans });
    this.#timers.push(
      setInterval(this.#news, newsMs),
      setInterval(() => void this.refreshList(), listMs),
    );
    await this.refreshList();
    await this.#news();
  }

  stop(): void {
    this.#open = false;
    removeEventListener("online", this.#news);
    removeEventListener("offline", this.#cutOff);
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  /** What to do with whoever shows this code. Nobody is let in without its being on disk here or in the ledger. */
  async scan(text: string, gate: string): Promise<void> {
    const code = text.trim();
    if (code === "" || this.#state.busy) return;
    this.#become({ busy: true });
    try {
      const scannedAt = new Date().toISOString();
      const answered = await this.#askLedger(code, gate, scannedAt);
      const verdict = answered ?? (await this.#decide(code));
      if (verdict.tone === "IN") await this.#remember(verdict, { code, gate, scannedAt });
      this.#show(verdict, code);
      if (verdict.tone === "IN" && !verdict.offline) void this.#news();
    } finally {
      this.#become({ busy: false });
    }
  }

  /** Somebody has looked and lets this person in, though the gate could not tell. */
  async letInAnyway({ verdict, code }: Shown, gate: string): Promise<void> {
    const decided: Verdict = { ...verdict, tone: "IN", title: "Come in", detail: "Let in by hand.", offline: true };
    await this.#remember(decided, { code, gate, scannedAt: new Date().toISOString() });
    this.#show(decided, code);
  }

  /** Fetches the keys and the list of who is expected, to be ready for a loss of the connection. */
  async refreshList(): Promise<void> {
    try {
      const found = await requestAnywhere<{ showtime: ShowtimeWithListing }>(this.#domain, `/showtimes/${this.#showtimeId}`);
      this.#domain = found.domain;
      const { showtime } = found.data;
      const [keys, list] = await Promise.all([fetchKeys(), this.#fetchList(showtime.timeZone)]);
      const { id: showtimeId, startsAt, timeZone, listing } = showtime;
      const facts = { showtimeId, title: listing.title, startsAt, timeZone, keys, list, listedAt: new Date().toISOString() };
      await keepFacts(facts);
      this.#become({ facts, online: true, problem: null });
    } catch (error) {
      if (failedWith(error, "FORBIDDEN", "SHOWTIME_NOT_FOUND", "ROUTE_NOT_FOUND")) this.#become({ problem: error });
      else if (this.#state.facts === null) this.#become({ problem: error, online: false });
      else this.#become({ online: false });
    }
  }

  async #fetchList(timeZone: string): Promise<Map<string, Expected>> {
    const list = new Map<string, Expected>();
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = `limit=${listPageItems}${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const page: Page<DoorListItem> = await request(this.#domain, `/showtimes/${this.#showtimeId}/door-list?${query}`);
      for (const { ticketId, seat, entry } of page.items) {
        const entered = entry && entryWords(entry, (iso) => clock(iso, timeZone));
        list.set(ticketId, { seat: [seat.section, seat.seatNumber].filter(Boolean).join(" "), entered });
      }
      cursor = page.nextCursor;
    }
    return list;
  }

  /** The ledger's verdict; null if it did not answer in time. */
  async #askLedger(code: string, gate: string, scannedAt: string): Promise<Verdict | null> {
    if (!navigator.onLine) return null;
    const body = { ticket: code, scannedAt, ...(gate !== "" && { gate }) };
    const signal = AbortSignal.timeout(patienceMs);
    const late = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new ApiFailure("UNREACHABLE", "late"))));
    try {
      const answer = await Promise.race([request<CheckedIn>(this.#domain, "/check-in", { method: "POST", body, signal }), late]);
      this.#become({ online: true });
      return letIn(answer);
    } catch (error) {
      const verdict = error instanceof ApiFailure ? refused(error, this.#clock) : null;
      this.#become({ online: verdict !== null });
      return verdict;
    }
  }

  async #decide(code: string): Promise<Verdict> {
    const { facts, scans } = this.#state;
    return decideOffline(await readCode(code, facts?.keys ?? { keys: [] }), {
      showtimeId: this.#showtimeId,
      list: facts?.list ?? null,
      listTime: facts?.listedAt ? this.#clock(facts.listedAt) : "",
      enteredHere: new Map(
        scans.map(({ ticketId, scannedAt, gate }) => [ticketId, entryWords({ at: scannedAt, scannedAt, gate: gate || null }, this.#clock)]),
      ),
      nowMs: Date.now(),
    });
  }

  async #remember(
    { ticketId, seat, offline }: Verdict,
    { code, gate, scannedAt }: { code: string; gate: string; scannedAt: string },
  ): Promise<void> {
    if (ticketId === null) return;
    const key = scanKey(this.#showtimeId, ticketId);
    const state = offline ? "WAITING" : "TOLD";
    await this.#keep([
      { key, showtimeId: this.#showtimeId, ticketId, seat, ticket: code, gate, scannedAt, state, code: null, earlier: null },
    ]);
    if (offline) void this.#sendWaiting();
  }

  async #keep(changed: readonly Scan[]): Promise<void> {
    await Promise.all(changed.map(keepScan));
    const scans = new Map(this.#state.scans.map((scan) => [scan.key, scan]));
    for (const scan of changed) scans.set(scan.key, scan);
    this.#become({ scans: [...scans.values()] });
  }

  readonly #news = async (): Promise<void> => {
    if (!navigator.onLine) return this.#cutOff();
    try {
      const counts = await request<GateCounts>(this.#domain, `/showtimes/${this.#showtimeId}/gate-counts`);
      this.#become({ counts, online: true });
      if (this.#state.facts === null) await this.refreshList();
      await this.#sendWaiting();
    } catch (error) {
      if (error instanceof ApiFailure && (error.status === 0 || error.status >= 500)) this.#cutOff();
    }
  };

  readonly #cutOff = (): void => this.#become({ online: false });

  /** Tells the ledger what was scanned without it, until all is told or it does not answer. */
  async #sendWaiting(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let batch = nextBatch(this.#state.scans); batch.length > 0 && navigator.onLine; batch = nextBatch(this.#state.scans)) {
        const body = { items: asCheckIns(batch) };
        const { items } = await request<CheckedInBatch>(this.#domain, "/check-in/batch", { method: "POST", body });
        await this.#keep(settled(batch, items));
      }
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      // They wait on: the next news try again.
    } finally {
      this.#sending = false;
    }
  }

  readonly #clock = (iso: string): string => clock(iso, this.#state.facts?.timeZone ?? "UTC");

  #show(verdict: Verdict, code: string): void {
    this.#turn++;
    const shown = { turn: this.#turn, at: new Date().toISOString(), verdict, code };
    this.#become({ shown: [shown, ...this.#state.shown].slice(0, shownMax) });
  }

  #become(change: Partial<GateState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

async function fetchKeys(): Promise<JSONWebKeySet> {
  const response = await fetch("/.well-known/jwks.json").catch(() => undefined);
  if (!response?.ok) throw new ApiFailure("UNREACHABLE", "The keys did not load.");
  return response.json();
}
