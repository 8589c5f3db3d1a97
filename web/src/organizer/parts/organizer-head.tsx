import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { PageHead } from "../../parts/page-head.tsx";

interface OrganizerHeadProps {
  title: string;
  lead?: ReactNode;
  /** Where this page hangs. */
  above?: ReactNode;
  children?: ReactNode;
}

/** A page's title with what can be done on it. */
export function OrganizerHead({ title, lead, above, children }: OrganizerHeadProps) {
  return (
    <div className="grid gap-3">
      <PageHead title={title} />
      {above === undefined ? null : <nav aria-label="Above">{above}</nav>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-xl">{title}</h1>
          {lead === undefined ? null : <div className="mt-1.5 max-w-2xl text-quiet">{lead}</div>}
        </div>
        <div className="flex flex-wrap gap-2">{children}</div>
      </div>
    </div>
  );
}

const way = "inline-flex items-center gap-1 text-sm font-medium text-quiet hover:text-ink";

export function ToMyEvents() {
  return (
    <Link to="/events/my" className={way}>
      <ChevronLeft className="size-4" aria-hidden />
      Your events
    </Link>
  );
}

export function ToEvent({ id, title }: { id: string; title: string }) {
  return (
    <Link to="/organizer/events/$id" params={{ id }} className={way}>
      <ChevronLeft className="size-4" aria-hidden />
      {title}
    </Link>
  );
}
