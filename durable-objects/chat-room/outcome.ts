import type { ErrorCode } from "../../contracts/errors.ts";
import type { Refusal } from "../../contracts/ledger.ts";

/** What a verb says that will not. */
export const refused = (code: ErrorCode, details?: Record<string, unknown>): Refusal => ({ ok: false, code, ...(details && { details }) });
