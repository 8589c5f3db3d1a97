import type { ErrorCode } from "../../contracts/errors.ts";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { conflictCodes } from "../../contracts/telemetry.ts";
import { Logger } from "../../workers/platform/log.ts";
import { count, countForApp, flushSoon, observe } from "../../workers/platform/telemetry.ts";
import { SocketTally } from "../socket-tally.ts";
import type { Fact, Ledger } from "./ledger.ts";

/** What a showtime's object counts of itself. Over a socket a hold does not pass the Worker, so all holds are counted here. */
export class Tally {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #sockets: SocketTally;

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx;
    this.#env = env;
    this.#sockets = new SocketTally(ctx, env, "seats");
  }

  /** To be called once these facts are on disk. */
  committed({ terms, holds }: Ledger, facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.op === "HOLD") {
        count("holds_total");
        countForApp(terms.appId, "holds");
      } else if (fact.op === "CONFIRM" || fact.op === "RELEASE" || fact.op === "EXPIRE") {
        const hold = holds.get(fact.token);
        // A hold is over when it has run out, even if nobody came for a while to notice.
        const until = fact.op === "EXPIRE" ? Math.min(fact.at, hold?.expiresAt ?? fact.at) : fact.at;
        observe("hold_duration_seconds", (until - (hold?.createdAt ?? until)) / 1000, { outcome: outcomes[fact.op] });
        count(endings[fact.op]);
        if (fact.op === "CONFIRM") countForApp(terms.appId, "confirms");
        if (fact.op === "EXPIRE") countForApp(terms.appId, "expiries");
      }
    }
    this.#flushSoon();
  }

  /** A hold that was not granted. */
  holdRefused(appId: string, code: ErrorCode): void {
    count("hold_refusals_total", { code });
    countForApp(appId, "holdsRefused");
    if (conflictCodes.includes(code)) countForApp(appId, "conflicts");
    this.#flushSoon();
  }

  /** A hold or release that was asked for over a socket, for the log: over HTTP the Worker writes the same line. */
  attempted(
    attempt: "reserve" | "release",
    { showtime, userId, ref, startedAt }: { showtime: ShowtimeTerms | null; userId: string; ref: string; startedAt: number },
    answer: { ok: true } | { ok: false; code: ErrorCode },
  ): void {
    new Logger(this.#env.LOG_LEVEL).info("booking attempt", {
      attempt,
      over: "socket",
      ref,
      app: showtime?.appId,
      actor: userId,
      showtime: showtime?.showtimeId,
      outcome: answer.ok ? "OK" : answer.code,
      ms: Date.now() - startedAt,
    });
  }

  /** Says soon how many sockets there are. To be called when one was opened or closed, and when the object wakes. */
  socketsChanged(): void {
    this.#sockets.changed();
  }

  #flushSoon(): void {
    flushSoon(this.#env, (promise) => this.#ctx.waitUntil(promise), Date.now());
  }
}

const outcomes = { CONFIRM: "confirmed", RELEASE: "released", EXPIRE: "expired" } as const;
const endings = { CONFIRM: "confirms_total", RELEASE: "hold_releases_total", EXPIRE: "hold_expiries_total" } as const;
