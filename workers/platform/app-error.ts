import { type ErrorCode, errors } from "../../contracts/errors.ts";

export type ErrorDetails = Record<string, unknown> & { retryAfterSeconds?: number };

/** What a verb throws for an outcome that the caller can do something about. The status and the words come from the code. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, details?: ErrorDetails, message?: string) {
    super(message ?? errors[code][1]);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }

  /** Response headers that belong to this error. */
  get headers(): Record<string, string> {
    const seconds = this.details?.retryAfterSeconds;
    return seconds === undefined ? {} : { "Retry-After": String(Math.max(1, Math.ceil(seconds))) };
  }

  get status(): number {
    return errors[this.code][0];
  }
}
