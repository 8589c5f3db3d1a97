import type { ReactNode } from "react";
import { PageHead } from "../../parts/page-head.tsx";

/** A page's title with what can be done on it. */
export function AdminHead({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <PageHead title={`${title} · Administration`} />
      <div className="min-w-0">
        <h1 className="text-lg sm:text-xl">{title}</h1>
        {lead === undefined ? null : <p className="mt-1 max-w-2xl text-sm text-quiet">{lead}</p>}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
