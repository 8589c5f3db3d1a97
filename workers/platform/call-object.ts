import { commitFailed, type Refusal } from "../../contracts/ledger.ts";
import { AppError } from "./app-error.ts";

const attemptsMax = 3;

/**
 * Calls a Durable Object. `call` must make its stub anew each time: a failed one can stay broken.
 * Retries what the platform calls retryable, with jitter, if the call is `idempotent`; never what it calls overloaded.
 * Throws OVERLOADED or DEPENDENCY_UNAVAILABLE for the platform's troubles and passes bugs on.
 */
export async function callObject<Result>(call: () => Promise<Result>, options: { idempotent: boolean }): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const { retryable, overloaded } = faultOf(error);
      if (overloaded) throw new AppError("OVERLOADED", { retryAfterSeconds: 2 });
      if (error instanceof Error && error.message === commitFailed) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
      if (!retryable) throw error;
      if (!options.idempotent || attempt === attemptsMax) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
      await scheduler.wait(20 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

function faultOf(error: unknown): { retryable: boolean; overloaded: boolean } {
  const fault = typeof error === "object" && error !== null ? error : {};
  return { retryable: "retryable" in fault && fault.retryable === true, overloaded: "overloaded" in fault && fault.overloaded === true };
}

/** The value of an object's answer; its refusal becomes an AppError. */
export function granted<Value extends { ok: true }>(outcome: Value | Refusal): Value {
  if (!outcome.ok) throw new AppError(outcome.code, outcome.details);
  return outcome;
}
