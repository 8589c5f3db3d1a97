import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { AuditEntry } from "../../../../contracts/admin.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { auditQuery } from "../api/admin-queries.ts";
import { queryOf } from "../api/admin-request.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { AppFilter } from "../parts/app-filter.tsx";
import { changesBetween } from "../parts/changes.ts";
import { CsvButton } from "../parts/csv-button.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { DiffView } from "../parts/diff-view.tsx";
import { Facts } from "../parts/facts.tsx";
import { Filters, PeriodFilter, TextFilter } from "../parts/filters.tsx";
import { IdText } from "../parts/id-text.tsx";
import { Moment } from "../parts/moment.tsx";
import { CursorPager } from "../parts/pager.tsx";

/** Who did what to what, and from where. */
export function AuditPage() {
  const { appId, actor, action, subject, from, to, cursor } = useSearch({ from: "/admin/audit" });
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const filter = { appId, actor, action, subject, from, to };
  const entries = useQuery(auditQuery(queryOf({ ...filter, cursor, limit: 50 })));
  const columns: Column<AuditEntry>[] = [
    { name: "When", cell: ({ at }) => <Moment at={at} /> },
    {
      name: "Who",
      cell: (entry) => (
        <span className="block max-w-52 truncate" title={entry.actor}>
          {entry.actor}
        </span>
      ),
    },
    { name: "What", cell: (entry) => <code className="text-xs whitespace-nowrap">{entry.action}</code> },
    {
      name: "To what",
      cell: (entry) => (
        <div className="max-w-60">
          <IdText id={entry.subject} />
        </div>
      ),
    },
    { name: "From", cell: ({ ip }) => <span className="tabular whitespace-nowrap">{ip ?? "–"}</span> },
    {
      name: "Change",
      cell: (entry) => (
        <Button size="small" variant="ghost" onPress={() => setShown(entry)}>
          {changeWords(entry)}
        </Button>
      ),
    },
  ];
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <AdminHead title="Audit log" lead="Every write of administrators and organizers, the newest first. Nothing here can be changed.">
        <CsvButton path="/audit" query={queryOf(filter)} name="audit.csv" />
      </AdminHead>
      <Filters>
        <TextFilter name="actor" label="Who" placeholder="Id, or admin:e-mail" />
        <TextFilter name="action" label="What" placeholder="app.updated" />
        <TextFilter name="subject" label="To what" placeholder="Id" />
        <AppFilter />
        <PeriodFilter />
      </Filters>
      <DataTable
        label="Audit log"
        columns={columns}
        rows={entries.data?.items}
        keyOf={(entry) => entry.id}
        error={entries.error}
        retry={() => void entries.refetch()}
        isStale={entries.isPlaceholderData}
        empty={isFiltered ? "Nothing like this was done. Filters look for whole values." : "Nothing was changed yet."}
      />
      <CursorPager cursor={cursor} nextCursor={entries.data?.nextCursor} />
      <Dialog title={shown?.action ?? ""} isOpen={shown !== null} onClose={() => setShown(null)} wide>
        {shown === null ? null : <Entry entry={shown} />}
      </Dialog>
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <div className="grid gap-4">
      <Facts
        facts={[
          ["When", <Moment key="when" at={entry.at} />],
          ["Who", entry.actor],
          ["To what", <IdText key="subject" id={entry.subject} />],
          ["App", entry.appId === null ? "–" : <IdText key="app" id={entry.appId} />],
          ["From", entry.ip ?? "–"],
          ["Request", <IdText key="request" id={entry.requestId} />],
        ]}
      />
      <DiffView before={entry.before} after={entry.after} />
    </div>
  );
}

function changeWords({ before, after }: AuditEntry): string {
  const { length } = changesBetween(before, after);
  return length === 1 ? "1 change" : `${length} changes`;
}
