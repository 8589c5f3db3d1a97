import { z } from "zod";
import type { JobRun } from "../../contracts/jobs.ts";

const Report = z.looseObject({
  differences: z.array(z.string()).default([]),
  findings: z.array(z.string()).default([]),
  objects: z.number().default(0),
});

/** What to say of a restore that has come to its end, and whether everything is as it was. */
export function verdictOn({ status, error, done, report }: Pick<JobRun, "status" | "error" | "done" | "report">): {
  ok: boolean;
  lines: string[];
} {
  const { differences, findings, objects } = Report.parse(report);
  if (status !== "DONE") return { ok: false, lines: [`Not restored: ${error ?? "the run has not ended"}`] };
  if (differences.length + findings.length === 0)
    return { ok: true, lines: [`Restored and counted: ${done} rows, ${objects} showtimes and rooms.`] };
  return {
    ok: false,
    lines: [
      ...differences.map((difference) => `Differs: ${difference}`),
      ...findings.map((finding) => `To be looked at: ${finding}`),
      `Restored, and ${differences.length + findings.length} things are not as they were. docs/backups.md says what they mean.`,
    ],
  };
}
