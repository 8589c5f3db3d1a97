import type { ErrorCode } from "../../../contracts/errors.ts";

/** `UNREACHABLE`: no answer at all. `SESSION_ENDED`: the session could not be renewed. `UNREADABLE`: an answer that is not ours. */
export type FailureCode = ErrorCode | "UNREACHABLE" | "SESSION_ENDED" | "UNREADABLE";

interface Facts {
  status?: number;
  details?: Record<string, unknown>;
  requestId?: string | null;
  retryAfterSeconds?: number | null;
}

/** What a call throws: the API's own code and sentence, and the request id to quote. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(code: FailureCode, message: string, facts: Facts = {}) {
    super(message);
    this.name = "ApiFailure";
    this.code = code;
    this.status = facts.status ?? 0;
    this.details = facts.details ?? {};
    this.requestId = facts.requestId ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** Whether asking again could help: no answer, too much going on, or a fault of the server's. */
export function worthRetrying(error: unknown): boolean {
  return error instanceof ApiFailure && (error.code === "UNREACHABLE" || error.status >= 500);
}

/** Whether `error` is the API's failure with one of these codes. */
export function failedWith(error: unknown, ...codes: FailureCode[]): error is ApiFailure {
  return error instanceof ApiFailure && codes.includes(error.code);
}
