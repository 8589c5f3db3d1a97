import { AppError } from "../platform/app-error.ts";

/** A refusal of input that its schema alone could not judge. `path`: the field, in dots. */
export const invalid = (path: string, message: string): AppError => new AppError("VALIDATION_FAILED", { issues: [{ path, message }] });
