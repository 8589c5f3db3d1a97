import type { BreakerSettings } from "../../contracts/settings.ts";
import type { BreakerRules, Permit } from "../../durable-objects/circuit-breaker/decide.ts";
import { type CircuitBreakerFacade, circuitBreaker } from "../../durable-objects/circuit-breaker/facade.ts";
import { AppError } from "./app-error.ts";
import type { Ctx } from "./context.ts";

/** What the platform calls and does not run itself; each has one circuit breaker. */
export type Dependency = "mail" | "payments" | `oidc:${string}`;

/** The call was not made: the breaker is open. Nothing has happened at the other side. */
export class DependencyOpen extends AppError {
  constructor(dependency: Dependency, retryAfterMs: number) {
    super("DEPENDENCY_UNAVAILABLE", { dependency, retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)) });
  }
}

/** The part of a context that a call to outside needs. */
export type AskingCtx = Pick<Ctx, "env" | "now" | "log">;

/** The breakers that this isolate knows to be open. It asks again after a second at the latest, for somebody may have closed one. */
const openHere = new Map<string, { askedAtMs: number; untilMs: number; retryAtMs: number; refused: number }>();
const openHereMs = 1000;
const namesMax = 1000;

/**
 * The breakers that this isolate knows to be closed with nothing but successes in their windows: another success would change nothing, so for a moment
 * calls go out with the leave that was given last, and their successes are not told. The first failure is, and ends it.
 */
const calmHere = new Map<string, { askedAtMs: number; untilMs: number; permit: Permit }>();
const calmHereMs = 1000;
/** How many failures this isolate has told: what a breaker answered before one of them may be out of date. */
let failuresTold = 0;

const calmPermit = (name: string, nowMs: number): Permit | null => {
  const calm = calmHere.get(name);
  return calm !== undefined && calm.askedAtMs <= nowMs && nowMs < calm.untilMs ? calm.permit : null;
};

/**
 * Leave of the dependency's breaker to call it; null while the breaker itself cannot be asked, for then it must not be what stops us. Throws
 * `DependencyOpen`.
 */
export async function permitFor(ctx: AskingCtx, name: Dependency, settings: BreakerSettings): Promise<Permit | null> {
  const nowMs = ctx.now();
  const here = openHere.get(name);
  if (here !== undefined && here.askedAtMs <= nowMs && nowMs < here.untilMs) {
    here.refused++;
    throw new DependencyOpen(name, here.retryAtMs - nowMs);
  }
  openHere.delete(name);
  const calm = calmPermit(name, nowMs);
  if (calm !== null) return calm;
  const before = failuresTold;
  const answer = await askBreaker(ctx, name, (breaker) => breaker.permit(rulesOf(settings), nowMs, here?.refused ?? 0));
  if (answer?.permit && answer.calm && before === failuresTold) {
    if (calmHere.size >= namesMax) calmHere.clear();
    calmHere.set(name, { askedAtMs: nowMs, untilMs: nowMs + calmHereMs, permit: answer.permit });
  }
  if (answer === null || answer.permit !== null) return answer?.permit ?? null;
  const { retryAfterMs } = answer;
  if (openHere.size >= namesMax) openHere.clear();
  openHere.set(name, {
    askedAtMs: nowMs,
    untilMs: nowMs + Math.min(retryAfterMs, openHereMs),
    retryAtMs: nowMs + retryAfterMs,
    refused: 0,
  });
  throw new DependencyOpen(name, retryAfterMs);
}

/** Tells the breaker how a call ended that it gave leave for, unless that changes nothing. */
export async function reportEnd(
  ctx: AskingCtx,
  name: Dependency,
  settings: BreakerSettings,
  permit: Permit | null,
  failed: boolean,
): Promise<void> {
  if (permit === null) return;
  if (failed) {
    failuresTold++;
    calmHere.delete(name);
  } else if (calmPermit(name, ctx.now())?.generation === permit.generation) return;
  await askBreaker(ctx, name, (breaker) => breaker.report(rulesOf(settings), ctx.now(), permit, failed));
}

/** Makes this isolate ask the breaker anew: after it was closed or opened by hand. */
export function askAnew(name: string): void {
  openHere.delete(name);
  calmHere.delete(name);
}

const patienceMs = 1000;

/** The rules of the settings, as the breaker's object takes them. A trial may take its time limit, and what we wait for the breaker. */
export const rulesOf = (settings: BreakerSettings): BreakerRules => ({
  window: settings.window,
  minimumCalls: settings.minimumCalls,
  failurePercent: settings.failurePercent,
  openMs: settings.openSeconds * 1000,
  trialCalls: settings.trialCalls,
  trialMs: settings.timeoutMs + 2 * patienceMs,
});

/** An answer of the dependency's breaker, or null if it does not come within a second. */
export async function askBreaker<Answer>(
  ctx: AskingCtx,
  name: string,
  ask: (breaker: CircuitBreakerFacade) => Promise<Answer>,
): Promise<Answer | null> {
  const clock = new AbortController();
  const late = scheduler.wait(patienceMs, { signal: clock.signal }).then(() => {
    throw new Error("the circuit breaker does not answer");
  });
  late.catch(() => {});
  try {
    return await Promise.race([ask(circuitBreaker(ctx.env.CIRCUIT_BREAKER, name)), late]);
  } catch (error) {
    ctx.log.error("a circuit breaker could not be asked", error, { dependency: name });
    return null;
  } finally {
    clock.abort();
  }
}
