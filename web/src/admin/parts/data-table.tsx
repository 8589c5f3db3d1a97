import type { ReactNode } from "react";
import { Failed } from "../../parts/failed.tsx";
import { SortHeader } from "./sort-header.tsx";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, under each other. */
  isNumber?: boolean;
  /** The API's name of the field, where the list can be sorted by it. */
  sort?: string;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  error?: unknown;
  retry?: () => void;
  /** What stands there when there is nothing. */
  empty: ReactNode;
  /** Old rows while new ones are on their way. */
  isStale?: boolean;
  /** About how many rows will be there: a table that most often has few of them is not announced by many. */
  pendingRows?: number;
}

const skeletonRows = ["a", "b", "c", "d", "e", "f", "g", "h"];
const cellStyle = "px-3 py-2 align-middle";

/** A dense table that scrolls sideways in its own frame; with its skeleton, its empty and its failed state. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  error,
  retry,
  empty,
  isStale = false,
  pendingRows = 8,
}: DataTableProps<Row>) {
  if (error !== undefined && error !== null) {
    return (
      <div className="rounded-card border border-line">
        <Failed error={error} {...(retry === undefined ? {} : { retry })} />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a frame that keys can scroll
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, keys could not scroll the frame sideways
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line"
    >
      <table
        // Another table than its skeleton: its columns have other widths, and nothing should seem to move.
        key={rows === undefined ? "pending" : "rows"}
        className={`w-full border-collapse text-sm transition-opacity duration-150 ${isStale ? "opacity-60" : ""}`}
        aria-busy={rows === undefined}
      >
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line bg-stage text-left text-xs text-quiet">
            {columns.map(({ name, isNumber, sort }) => (
              <th key={name} scope="col" className={`h-9 px-3 font-medium whitespace-nowrap ${isNumber ? "text-right" : ""}`}>
                {sort === undefined ? name : <SortHeader field={sort} name={name} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows === undefined
            ? skeletonRows.slice(0, pendingRows).map((row) => (
                <tr key={row}>
                  {columns.map(({ name }) => (
                    <td key={name} className={cellStyle}>
                      <div className="skeleton h-5 w-full max-w-40" />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row) => (
                <tr key={keyOf(row)} className="hover:bg-stage">
                  {columns.map(({ name, cell, isNumber }) => (
                    <td key={name} className={`${cellStyle} ${isNumber ? "tabular text-right whitespace-nowrap" : ""}`}>
                      {cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {rows?.length === 0 ? <div className="px-4 py-12 text-center text-sm text-quiet">{empty}</div> : null}
    </div>
  );
}
