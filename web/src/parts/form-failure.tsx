import { ApiFailure, type FailureCode } from "../api/failure.ts";
import { RequestId } from "./failed.tsx";

/** A failure that belongs to no field. */
export function FormFailure({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <div role="alert" className="rise rounded-control border border-loss/50 bg-raised px-4 py-3 text-sm">
      <p>{error instanceof ApiFailure ? error.message : "That did not work. Try again."}</p>
      {error instanceof ApiFailure && error.status < 500 ? null : <RequestId error={error} />}
    </div>
  );
}

/** Codes that are about one field, whatever the form. */
const fieldOfCode: Partial<Record<FailureCode, string>> = {
  EMAIL_TAKEN: "email",
  USERNAME_TAKEN: "username",
  OTP_INVALID: "otp",
  OTP_EXPIRED: "otp",
};

const none: Record<string, string> = {};
const known = new WeakMap<ApiFailure, Record<string, string>>();

/**
 * The server's `details.issues` and codes by the field that they are about; `more` adds what a code means in this form. For one error it is
 * always the same object: a form takes another one for a new refusal, and would hold it against what has been corrected since.
 */
export function fieldErrors(error: unknown, more: Partial<Record<FailureCode, string>> = {}): Record<string, string> {
  if (!(error instanceof ApiFailure)) return none;
  const found = known.get(error) ?? byField(error, more);
  known.set(error, found);
  return found;
}

function byField(error: ApiFailure, more: Partial<Record<FailureCode, string>>): Record<string, string> {
  const field = more[error.code] ?? fieldOfCode[error.code];
  if (field !== undefined) return { [field]: error.message };
  const { issues } = error.details;
  if (!Array.isArray(issues)) return none;
  const pairs = issues.map((issue: { path?: unknown; message?: unknown }) => [
    String(issue.path ?? ""),
    sentence(String(issue.message ?? "")),
  ]);
  return Object.fromEntries(pairs);
}

/** `is too common` → `Is too common.` */
function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
