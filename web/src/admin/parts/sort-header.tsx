import { useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";

/** Sorts by `field`, first downwards; the order is in the address. */
export function SortHeader({ field, name }: { field: string; name: string }) {
  const { sort } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [by, direction = "asc"] = (sort ?? "").split(",");
  const isBy = by === field;
  const Icon = isBy ? (direction === "desc" ? ArrowDown : ArrowUp) : ArrowUpDown;
  const next = isBy && direction === "desc" ? "asc" : "desc";
  return (
    <button
      type="button"
      className="inline-flex items-center gap-1 rounded-sm font-medium hover:text-ink"
      aria-label={`${name}${isBy ? `, sorted ${direction === "desc" ? "downwards" : "upwards"}` : ""}. Sort ${next === "desc" ? "downwards" : "upwards"}`}
      onClick={() => void navigate({ to: ".", search: (before) => ({ ...before, sort: `${field},${next}`, page: undefined }) })}
    >
      {name}
      <Icon className={`size-3.5 ${isBy ? "text-accent-text" : "text-faint"}`} aria-hidden />
    </button>
  );
}
