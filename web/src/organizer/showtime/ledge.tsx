import { countWords, shareWords } from "../../admin/parts/chart-words.ts";
import type { Occupancy } from "./house-changes.ts";

/** The house in a bar: sold, held, blocked and free, each by name and number. */
export function Ledge({ occupancy }: { occupancy: Occupancy }) {
  const { total, sold, held, blocked, free } = occupancy;
  const parts = [
    { name: "Sold", count: sold, look: "bg-(--tier-1)" },
    {
      name: "Held",
      count: held,
      look: "bg-[repeating-linear-gradient(135deg,var(--edge)_0_2px,transparent_2px_5px)] outline outline-edge -outline-offset-1",
    },
    { name: "Blocked", count: blocked, look: "bg-edge" },
    { name: "Free", count: free, look: "bg-line" },
  ];
  return (
    <div className="grid gap-2">
      <div className="flex h-2.5 gap-0.5 overflow-hidden rounded-full" aria-hidden="true">
        {parts.map(({ name, count, look }) => (count === 0 ? null : <div key={name} className={look} style={{ flexGrow: count }} />))}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {parts.map(({ name, count, look }) => (
          <div key={name} className="flex items-center gap-2">
            <span className={`size-2.5 rounded-sm ${look}`} aria-hidden="true" />
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular font-semibold">{countWords(count)}</dd>
          </div>
        ))}
        <div className="ml-auto flex items-center gap-2">
          <dt className="text-quiet">Sold of what is for sale</dt>
          <dd className="tabular font-semibold">{shareWords(total - blocked === 0 ? null : sold / (total - blocked))}</dd>
        </div>
      </dl>
    </div>
  );
}
