import type { CircuitBreakers, CircuitBreakerUpdated, UpdateCircuitBreaker } from "../../contracts/actuator.ts";
import type { Settings } from "../../contracts/settings.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRow } from "../platform/audit.ts";
import { askAnew, askBreaker, type Dependency, rulesOf } from "../platform/breaker-permits.ts";
import type { AdminCtx, Ctx } from "../platform/context.ts";
import { settingsOf } from "../platform/settings.ts";

/** One breaker as it stands. `failureRate` in per cent, null while there are too few calls to say; `openedAt` in ms since 1970. */
export interface BreakerSnapshot {
  name: Dependency;
  state: "CLOSED" | "OPEN" | "HALF_OPEN";
  /** Open because an administrator wants it, until an administrator closes it. */
  forced: boolean;
  failureRate: number | null;
  bufferedCalls: number;
  failedCalls: number;
  notPermittedCalls: number;
  openedAt: number | null;
}

/** Everything that the platform calls: what is fixed, and the log-in providers of the configuration. */
const dependenciesOf = ({ oidc }: Settings): Dependency[] => [
  "mail",
  "payments",
  ...Object.keys(oidc).map((provider): Dependency => `oidc:${provider}`),
];

/** All circuit breakers, each asked of its object. One whose object does not answer is left out. */
export async function readBreakers(ctx: Pick<Ctx, "env" | "now" | "log">): Promise<BreakerSnapshot[]> {
  const settings = await settingsOf(ctx);
  const rules = rulesOf(settings.breaker);
  const asked = dependenciesOf(settings).map(async (name) => {
    const facts = await askBreaker(ctx, name, (breaker) => breaker.facts(rules, ctx.now()));
    return facts === null ? [] : [{ name, ...facts }];
  });
  return (await Promise.all(asked)).flat();
}

/** The same in the shape of Resilience4j's actuator. */
export async function showBreakers(ctx: Pick<Ctx, "env" | "now" | "log">): Promise<CircuitBreakers> {
  const { failurePercent } = (await settingsOf(ctx)).breaker;
  const shown = (await readBreakers(ctx)).map(({ name, failureRate, openedAt, ...rest }) => {
    const { bufferedCalls, failedCalls, notPermittedCalls } = rest;
    const facts = {
      state: shownState(rest),
      failureRate: percent(failureRate ?? -1),
      failureRateThreshold: percent(failurePercent),
      bufferedCalls,
      failedCalls,
      notPermittedCalls,
      openedAt: openedAt === null ? null : new Date(openedAt).toISOString(),
    };
    return [name, facts] as const;
  });
  return { circuitBreakers: Object.fromEntries(shown) };
}

const percent = (value: number): string => `${value.toFixed(1)}%`;
const shownState = ({ state, forced }: Pick<BreakerSnapshot, "state" | "forced">) => (forced ? ("FORCED_OPEN" as const) : state);

/** Closes a breaker, or holds it open, by hand. Throws CIRCUIT_BREAKER_NOT_FOUND, DEPENDENCY_UNAVAILABLE if its object does not answer. */
export async function updateBreaker(
  ctx: AdminCtx,
  { name, updateState }: UpdateCircuitBreaker & { name: string },
): Promise<CircuitBreakerUpdated> {
  const settings = await settingsOf(ctx);
  if (!dependenciesOf(settings).some((dependency) => dependency === name)) throw new AppError("CIRCUIT_BREAKER_NOT_FOUND");
  const changed = await askBreaker(ctx, name, (breaker) => breaker.override(rulesOf(settings.breaker), ctx.now(), updateState));
  if (changed === null) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
  askAnew(name);
  const { before, after } = changed;
  await auditRow(ctx, { action: "circuit-breaker.updated", subject: name, before, after });
  const [was, is] = [shownState(before), shownState(after)];
  return { circuitBreakerName: name, currentState: is, message: `${name} is ${is} now; it was ${was}.` };
}
