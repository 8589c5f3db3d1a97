import { limits } from "../../../contracts/limits.ts";

type Report = Readonly<Record<string, unknown>>;

/** What a run did, with what one more page did: numbers add up, lists grow up to `jobFindingsReported`, anything else takes the place of what was there. */
export function mergeReports(before: Report, page: Report = {}): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(page)) {
    const known = merged[name];
    if (typeof known === "number" && typeof value === "number") merged[name] = known + value;
    else if (Array.isArray(value)) merged[name] = [...(Array.isArray(known) ? known : []), ...value].slice(0, limits.jobFindingsReported);
    else merged[name] = value;
  }
  return merged;
}
