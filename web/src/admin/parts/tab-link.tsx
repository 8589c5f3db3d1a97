import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** A part of a page that has an address of its own. */
export function TabLink({ state, isHere, children }: { state: string | undefined; isHere: boolean; children: ReactNode }) {
  return (
    <Link
      to="."
      search={(before) => ({ ...before, state, cursor: undefined })}
      aria-current={isHere ? "page" : undefined}
      className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium text-quiet hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}
