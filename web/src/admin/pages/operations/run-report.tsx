import type { ReactNode } from "react";
import type { JobRun } from "../../../../../contracts/jobs.ts";
import { Badge } from "../../parts/badge.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Moment } from "../../parts/moment.tsx";

interface Finding {
  kind: string;
  subject: string;
  detail: string;
  healed: boolean;
}

const isFinding = (each: unknown): each is Finding => typeof each === "object" && each !== null && "kind" in each && "subject" in each;
/** `missingInD1` → `Missing in d1` */
const wordsOf = (name: string): string => {
  const spaced = name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[-_]/g, " ")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** What one run did: its figures, and what it found. */
export function RunReport({ run }: { run: JobRun }) {
  const findings = Object.values(run.report)
    .filter((value) => Array.isArray(value))
    .flat()
    .filter(isFinding);
  const figures = Object.entries(run.report).flatMap(([name, value]): [string, ReactNode][] => {
    if (typeof value === "number") return [[wordsOf(name), value.toLocaleString("en")]];
    return typeof value === "string" ? [[wordsOf(name), value]] : [];
  });
  return (
    <div className="grid gap-4">
      <Facts
        facts={[
          ["Period", run.period],
          ["Started", <Moment key="started" at={run.startedAt} />],
          ["Ended", run.finishedAt === null ? "Not yet" : <Moment key="ended" at={run.finishedAt} />],
          ["Started by", run.startedBy],
          ...figures,
        ]}
      />
      {run.error === null ? null : (
        <p role="alert" className="text-sm text-loss">
          {run.error}
        </p>
      )}
      {findings.length === 0 ? (
        <OtherValues report={run.report} />
      ) : (
        <DataTable
          label="What it found"
          columns={[
            { name: "What", cell: ({ kind }) => <span className="whitespace-nowrap">{wordsOf(kind)}</span> },
            { name: "Where", cell: ({ subject }) => <code className="text-xs">{subject}</code> },
            { name: "Detail", cell: ({ detail }) => <span className="block max-w-xs text-xs">{detail}</span> },
            { name: "State", cell: ({ healed }) => (healed ? <Badge tone="good">Healed</Badge> : <Badge tone="bad">Open</Badge>) },
          ]}
          rows={findings}
          keyOf={({ kind, subject, detail }) => `${kind} ${subject} ${detail}`}
          empty="Nothing was found."
        />
      )}
    </div>
  );
}

/** What has no table of its own, as it is. */
function OtherValues({ report }: { report: JobRun["report"] }) {
  const others = Object.fromEntries(Object.entries(report).filter(([, value]) => typeof value === "object" && value !== null));
  if (Object.keys(others).length === 0) return null;
  return (
    <pre className="max-h-72 overflow-auto rounded-control border border-line bg-stage p-3 text-xs">{JSON.stringify(others, null, 2)}</pre>
  );
}
