import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { limits } from "../../../../../contracts/limits.ts";
import type { ImportedLine, ImportReport } from "../../../../../contracts/products.ts";
import { Badge, type Tone } from "../../../admin/parts/badge.tsx";
import { countWords } from "../../../admin/parts/chart-words.ts";
import { type Column, DataTable } from "../../../admin/parts/data-table.tsx";
import { rowLink } from "../../../admin/parts/row-link.ts";
import { type Domain, domainWords } from "../../../domains.ts";

interface ImportReportProps {
  domain: Domain;
  report: ImportReport;
  /** The lines of the file, from 1. */
  lines: readonly string[];
  /** Nothing has been changed yet. */
  isTrial: boolean;
}

const outcomes: Record<ImportedLine["outcome"], { done: string; trial: string; tone: Tone }> = {
  CREATED: { done: "Created", trial: "Will be created", tone: "good" },
  UPDATED: { done: "Changed", trial: "Will be changed", tone: "good" },
  UNCHANGED: { done: "As it was", trial: "Stays as it is", tone: "plain" },
  REFUSED: { done: "Refused", trial: "Is refused", tone: "bad" },
};

/** What becomes of each line of a file. */
export function ImportReportView({ domain, report, lines, isTrial }: ImportReportProps) {
  const [onlyRefused, setOnlyRefused] = useState(false);
  const columns: Column<ImportedLine>[] = [
    { name: "Line", isNumber: true, cell: ({ line }) => line },
    {
      name: isTrial ? "What will become of it" : "What became of it",
      cell: ({ outcome }) => <Badge tone={outcomes[outcome].tone}>{outcomes[outcome][isTrial ? "trial" : "done"]}</Badge>,
    },
    {
      name: "Why",
      cell: ({ issues }) => (
        <ul className="grid min-w-56 gap-0.5">
          {issues.map(({ column, message }) => (
            <li key={`${column} ${message}`}>
              <span className="font-medium">{column}</span> {message}
            </li>
          ))}
        </ul>
      ),
    },
    {
      name: "In the file",
      cell: ({ line, productId }) => {
        const text = lines[line - 1] ?? "";
        return isTrial || productId === null ? (
          <code className="block max-w-80 truncate text-xs text-quiet" title={text}>
            {text}
          </code>
        ) : (
          <Link
            to="/organizer/products/$id"
            params={{ id: productId }}
            search={{ d: domainWords[domain].param }}
            className={`block max-w-80 truncate text-xs ${rowLink}`}
            title={text}
          >
            {text}
          </Link>
        );
      },
    },
  ];
  const shown = onlyRefused ? report.lines.filter(({ outcome }) => outcome === "REFUSED") : report.lines;
  const isCut = report.lines.length < report.created + report.updated + report.unchanged + report.refused;
  return (
    <div className="grid gap-4">
      <Figures report={report} isTrial={isTrial} />
      {report.refused > 0 && report.refused < report.lines.length ? (
        <label className="flex items-center gap-2 justify-self-start text-sm">
          <input type="checkbox" className="size-4" checked={onlyRefused} onChange={({ target }) => setOnlyRefused(target.checked)} />
          Only what is refused
        </label>
      ) : null}
      <DataTable
        label="Lines of the file"
        columns={columns}
        rows={shown}
        keyOf={({ line }) => String(line)}
        empty="The file has no line below its head."
      />
      {isCut ? (
        <p className="text-sm text-quiet">Every refused line is here, and the first {countWords(limits.importLinesReported)} others.</p>
      ) : null}
    </div>
  );
}

function Figures({ report, isTrial }: { report: ImportReport; isTrial: boolean }) {
  const figures = [
    { name: isTrial ? "To create" : "Created", value: report.created, isBad: false },
    { name: isTrial ? "To change" : "Changed", value: report.updated, isBad: false },
    { name: "As they were", value: report.unchanged, isBad: false },
    { name: "Refused", value: report.refused, isBad: report.refused > 0 },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-4">
      {figures.map(({ name, value, isBad }) => (
        <div key={name} className="grid gap-0.5 bg-ground px-4 py-3">
          <dt className="text-xs font-medium text-quiet">{name}</dt>
          <dd className={`tabular font-display text-lg font-bold tracking-tight ${isBad ? "text-loss" : ""}`}>{countWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
