import { type BreakerSnapshot, readBreakers } from "../gateway/circuit-breakers.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { flushTelemetry } from "../platform/telemetry.ts";
import { countedFamilies, exposition, type Family, gauge } from "./exposition.ts";

/** What is counted row by row is counted up to here. */
const countedMax = 10_000;

/**
 * All metrics as Prometheus reads them. What this isolate has counted is in it; what others have, at most two seconds later. Without D1 the
 * rows that wait there are left out, and `database_up` says so. Throws DEPENDENCY_UNAVAILABLE while the object that adds up does not answer.
 */
export async function readMetrics(ctx: Ctx): Promise<string> {
  await flushTelemetry(ctx.env);
  const [snapshot, breakers, waiting] = await Promise.all([
    callObject(async () => ctx.env.METRICS.getByName("platform").snapshot(), { idempotent: true }),
    readBreakers(ctx),
    waitingRows(ctx),
  ]);
  return exposition([...countedFamilies(snapshot), ...breakerFamilies(breakers), ...waiting]);
}

const breakerStates = ["closed", "open", "half_open", "forced_open"];

/** Under the names that Resilience4j gives them. */
function breakerFamilies(breakers: BreakerSnapshot[]): Family[] {
  const stateOf = ({ state, forced }: BreakerSnapshot) => (forced ? "forced_open" : state.toLowerCase());
  return [
    gauge(
      "resilience4j_circuitbreaker_state",
      breakers.flatMap((breaker) =>
        breakerStates.map((state): [Record<string, string>, number] => [{ name: breaker.name, state }, stateOf(breaker) === state ? 1 : 0]),
      ),
    ),
    gauge(
      "resilience4j_circuitbreaker_failure_rate",
      breakers.map(({ name, failureRate }) => [{ name }, failureRate ?? -1]),
    ),
    gauge(
      "resilience4j_circuitbreaker_buffered_calls",
      breakers.flatMap(({ name, bufferedCalls, failedCalls }): [Record<string, string>, number][] => [
        [{ name, kind: "failed" }, failedCalls],
        [{ name, kind: "successful" }, bufferedCalls - failedCalls],
      ]),
    ),
    gauge(
      "resilience4j_circuitbreaker_not_permitted_calls",
      breakers.map(({ name, notPermittedCalls }) => [{ name }, notPermittedCalls]),
    ),
  ];
}

async function waitingRows(ctx: Ctx): Promise<Family[]> {
  const up = (value: number) => gauge("database_up", [[{}, value]]);
  try {
    const row =
      await ctx.env.DB.prepare(waitingStatement).first<
        Record<"pending" | "dead" | "events" | "emails" | "jobs" | "chatMessages" | "unhealed", number>
      >();
    return [
      up(1),
      gauge("mails", [
        [{ status: "pending" }, row?.pending ?? 0],
        [{ status: "dead" }, row?.dead ?? 0],
      ]),
      gauge("dead_letters", [
        [{ queue: "events" }, row?.events ?? 0],
        [{ queue: "emails" }, row?.emails ?? 0],
        [{ queue: "jobs" }, row?.jobs ?? 0],
        [{ queue: "chat-messages" }, row?.chatMessages ?? 0],
      ]),
      gauge("reconciliation_unhealed", [[{}, row?.unhealed ?? 0]]),
    ];
  } catch (error) {
    ctx.log.error("the metrics lack what waits in the database", error);
    return [up(0)];
  }
}

const counted = (rows: string): string => `(SELECT count(*) FROM (SELECT 1 FROM ${rows} LIMIT ${countedMax}))`;

/** Each count reads an index of just these rows. */
export const waitingStatement = `SELECT
  ${counted("mails INDEXED BY mails_pending WHERE status = 'PENDING'")} AS pending,
  ${counted("mails INDEXED BY mails_dead WHERE status = 'DEAD'")} AS dead,
  ${counted("dead_letters WHERE replayed_at IS NULL AND queue = 'events'")} AS events,
  ${counted("dead_letters WHERE replayed_at IS NULL AND queue = 'emails'")} AS emails,
  ${counted("dead_letters WHERE replayed_at IS NULL AND queue = 'jobs'")} AS jobs,
  ${counted("dead_letters WHERE replayed_at IS NULL AND queue = 'chat-messages'")} AS chatMessages,
  (SELECT json_extract(report, '$.unhealed') FROM job_runs WHERE name = 'reconciliation' AND status = 'DONE' ORDER BY started_at DESC LIMIT 1) AS unhealed`;
