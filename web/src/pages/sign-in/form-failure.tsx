import { ApiFailure } from "../../api/failure.ts";
import { RequestId } from "../../parts/failed.tsx";

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

/** The server's `details.issues` by the field that they are about. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiFailure)) return {};
  if (error.code === "EMAIL_TAKEN") return { email: error.message };
  const { issues } = error.details;
  if (!Array.isArray(issues)) return {};
  const pairs = issues.map((issue: { path?: unknown; message?: unknown }) => [String(issue.path ?? ""), String(issue.message ?? "")]);
  return Object.fromEntries(pairs);
}
