import { ChartColumn, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";

export interface ChartTable {
  columns: readonly string[];
  /** The first cell names the row. */
  rows: readonly (readonly string[])[];
}

interface ChartCardProps {
  title: string;
  /** What is counted, and in which unit. */
  unit: string;
  table: ChartTable;
  /** Names of the lines, where there are several. */
  legend?: readonly (readonly [name: string, color: string])[];
  children: ReactNode;
}

/** A chart with its unit, and the same numbers as a table behind it. */
export function ChartCard({ title, unit, table, legend = [], children }: ChartCardProps) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  const Icon = isTable ? ChartColumn : Table2;
  return (
    <figure aria-labelledby={id} className="grid min-w-0 content-start gap-3 rounded-card border border-line p-4">
      <figcaption className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="font-sans text-sm font-semibold tracking-normal">
            {title}
          </h2>
          <p className="text-xs text-quiet">{unit}</p>
        </div>
        <ToggleButton
          isSelected={isTable}
          onChange={setTable}
          aria-label={`${title} as a table`}
          className="inline-grid size-8 shrink-0 place-items-center rounded-control text-quiet hover:bg-line/60 hover:text-ink"
        >
          <Icon className="size-4" aria-hidden />
        </ToggleButton>
      </figcaption>
      {isTable ? (
        <Numbers title={title} table={table} />
      ) : (
        <>
          <div className="h-56 text-xs">{children}</div>
          {legend.length === 0 ? null : (
            <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-quiet">
              {legend.map(([name, color]) => (
                <li key={name} className="flex items-center gap-1.5">
                  <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
                    <rect width="10" height="10" rx="2" fill={color} />
                  </svg>
                  {name}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </figure>
  );
}

function Numbers({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a frame that keys can scroll
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, keys could not scroll the frame
    <div role="group" aria-label={title} tabIndex={0} className="h-64 overflow-auto rounded-control border border-line">
      <table className="tabular w-full border-collapse text-xs">
        <thead>
          <tr className="sticky top-0 bg-stage text-left text-quiet">
            {table.columns.map((name, place) => (
              <th key={name} scope="col" className={`px-3 py-1.5 font-medium ${place === 0 ? "" : "text-right"}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.rows.map(([name = "", ...cells]) => (
            <tr key={name}>
              <th scope="row" className="px-3 py-1.5 text-left font-normal">
                {name}
              </th>
              {cells.map((cell, place) => (
                <td key={table.columns[place + 1]} className="px-3 py-1.5 text-right">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
