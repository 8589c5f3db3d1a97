import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { JobRun, JobView } from "../../../../../contracts/jobs.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Failed } from "../../../parts/failed.tsx";
import { jobsQuery } from "../../api/operations-queries.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Pending } from "../../parts/pending.tsx";
import { RunReport } from "./run-report.tsx";
import { StartJobDialog } from "./start-job.tsx";

const states: Record<JobRun["status"], { words: string; tone: Tone }> = {
  RUNNING: { words: "Running", tone: "warm" },
  DONE: { words: "Done", tone: "good" },
  FAILED: { words: "Failed", tone: "bad" },
};

/** Every job with its last runs: what they did, and how far the one is that runs. */
export function Jobs() {
  const jobs = useQuery(jobsQuery);
  const [asked, setAsked] = useState<JobView | null>(null);
  const [shown, setShown] = useState<JobRun | null>(null);
  if (jobs.isError && jobs.data === undefined) return <Failed error={jobs.error} retry={() => void jobs.refetch()} />;
  if (jobs.data === undefined) return <Pending room="h-96" />;
  return (
    <>
      <ul className="grid gap-3">
        {jobs.data.map((job) => (
          <li key={job.name} className="rounded-card border border-line bg-raised p-4">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <div className="min-w-0">
                <h2 className="font-mono text-sm font-semibold">{job.name}</h2>
                <p className="text-sm">{job.summary}</p>
                <p className="text-xs text-quiet">{job.schedule}</p>
              </div>
              {job.name === "restore" ? null : (
                <Button size="small" aria-label={`Run ${job.name} now`} onPress={() => setAsked(job)}>
                  Run
                </Button>
              )}
            </div>
            {job.runs.length === 0 ? (
              <p className="mt-3 text-sm text-quiet">It has not run yet.</p>
            ) : (
              <ul className="mt-3 divide-y divide-line border-t border-line">
                {job.runs.map((run) => (
                  <Run key={run.id} run={run} onShow={() => setShown(run)} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {asked === null ? null : <StartJobDialog job={asked} onClose={() => setAsked(null)} />}
      <Dialog title={shown?.name ?? ""} isOpen={shown !== null} onClose={() => setShown(null)} wide>
        {shown === null ? null : <RunReport run={shown} />}
      </Dialog>
    </>
  );
}

function Run({ run, onShow }: { run: JobRun; onShow: () => void }) {
  const { period, status, done, total, startedAt, startedBy } = run;
  const { words, tone } = states[status];
  return (
    <li className="grid gap-2 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{words}</Badge>
        <span className="font-medium">{period}</span>
        <span className="text-quiet">
          <Moment at={startedAt} /> · {startedBy === "cron" ? "by the clock" : startedBy.replace("admin:", "by ")}
        </span>
      </div>
      <div className="flex items-center gap-3">
        <span className="tabular text-quiet">
          {done.toLocaleString("en")}
          {total === null ? "" : ` of ${total.toLocaleString("en")}`}
        </span>
        <Button size="small" variant="ghost" aria-label={`Report of ${period}`} onPress={onShow}>
          Report
        </Button>
      </div>
      {status === "RUNNING" ? (
        <progress
          aria-label={`How far ${period} is`}
          className="h-1.5 w-full accent-(--color-accent) sm:col-span-2"
          {...(total === null || total === 0 ? {} : { max: total, value: Math.min(done, total) })}
        />
      ) : null}
    </li>
  );
}
