import { Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import { buttonStyle } from "../../parts/button-style.ts";

const step = buttonStyle("plain", "small");

/** Onwards through a list that knows only what comes next; backwards is the browser's own way. */
export function CursorPager({ cursor, nextCursor }: { cursor: string | undefined; nextCursor: string | null | undefined }) {
  if (cursor === undefined && (nextCursor ?? null) === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {cursor === undefined ? null : (
        <Link to="." search={(before) => ({ ...before, cursor: undefined })} className={step}>
          <ChevronsLeft className="size-4" aria-hidden />
          First
        </Link>
      )}
      {(nextCursor ?? null) === null ? null : (
        <Link to="." search={(before) => ({ ...before, cursor: nextCursor ?? undefined })} className={step}>
          Next
          <ChevronRight className="size-4" aria-hidden />
        </Link>
      )}
    </nav>
  );
}

interface NumberedPagerProps {
  /** From 0. */
  page: number;
  size: number;
  total: number | undefined;
}

export function NumberedPager({ page, size, total }: NumberedPagerProps) {
  if (total === undefined || total === 0) return <div className="h-8" />;
  const last = Math.max(0, Math.ceil(total / size) - 1);
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-3 text-sm text-quiet">
      <span className="tabular">
        {page * size + 1}–{Math.min(total, (page + 1) * size)} of {total.toLocaleString("en")}
      </span>
      {page > 0 ? (
        <Link to="." search={(before) => ({ ...before, page: page - 1 })} className={step}>
          <ChevronLeft className="size-4" aria-hidden />
          Back
        </Link>
      ) : null}
      {page < last ? (
        <Link to="." search={(before) => ({ ...before, page: page + 1 })} className={step}>
          Next
          <ChevronRight className="size-4" aria-hidden />
        </Link>
      ) : null}
    </nav>
  );
}
