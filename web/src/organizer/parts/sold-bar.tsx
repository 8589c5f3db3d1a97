import { countWords } from "../../admin/parts/chart-words.ts";

/** How much of a house is sold: `352 of 1,200`. */
export function SoldBar({ sold, total, word = "sold" }: { sold: number; total: number; word?: string }) {
  const share = total === 0 ? 0 : Math.min(1, sold / total);
  return (
    <div className="grid gap-1">
      <p className="tabular text-sm">
        <span className="font-semibold">{countWords(sold)}</span>{" "}
        <span className="text-quiet">
          of {countWords(total)} {word}
        </span>
      </p>
      <div className="h-1 overflow-hidden rounded-full bg-line" aria-hidden="true">
        <div className="h-full rounded-full bg-(--tier-1)" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
