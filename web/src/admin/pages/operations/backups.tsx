import { useQuery } from "@tanstack/react-query";
import type { Backup } from "../../../../../contracts/backups.ts";
import { backupsQuery } from "../../api/operations-queries.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Moment } from "../../parts/moment.tsx";

const megabytes = new Intl.NumberFormat("en", { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
const commandOf = ({ id }: Backup): string => `npm run restore -- --from ${id}`;

/** The backups that there are, and how to get one back. */
export function Backups() {
  const backups = useQuery(backupsQuery);
  const columns: Column<Backup>[] = [
    { name: "Begun", cell: ({ startedAt }) => <Moment at={startedAt} /> },
    { name: "Size", isNumber: true, cell: ({ bytes }) => megabytes.format(bytes / 1e6) },
    { name: "Rows", isNumber: true, cell: ({ rows }) => rows.toLocaleString("en") },
    { name: "Objects", isNumber: true, cell: ({ objects }) => objects.toLocaleString("en") },
    {
      name: "Restore",
      cell: (backup) => (
        <span className="flex items-center gap-2">
          <code className="text-xs whitespace-nowrap">{commandOf(backup)}</code>
          <CopyButton text={commandOf(backup)} what={`the command for ${backup.id}`} />
        </span>
      ),
    },
  ];
  return (
    <>
      <p className="text-sm text-quiet">
        Getting one back replaces everything, so it is a command and no button. It refuses a platform that has something unless it is told
        to overwrite. Another one is made with the job <code>backup</code>.
      </p>
      <DataTable
        label="Backups"
        columns={columns}
        rows={backups.data}
        keyOf={({ id }) => id}
        error={backups.error}
        retry={() => void backups.refetch()}
        empty="There is no backup yet. The first one is made tonight, or now with the job backup."
      />
    </>
  );
}
