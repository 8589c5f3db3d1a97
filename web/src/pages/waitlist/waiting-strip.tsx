import { Link } from "@tanstack/react-router";
import { Bell, ChevronRight } from "lucide-react";
import { isLive, useWaitlist } from "./use-waitlist.ts";
import { WaitingFor } from "./waiting-for.tsx";
import { WhatFor } from "./what-for.tsx";

/** Among the tickets: seats that came free for one, and the way to what one still waits for. */
export function WaitingStrip() {
  const live = useWaitlist().data?.filter(isLive) ?? [];
  const offered = live.filter(({ entry }) => entry.status === "OFFERED");
  const waiting = live.length - offered.length;
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {offered.map((own) => (
        <section
          key={own.entry.id}
          aria-label="Seats that came free"
          className="grid gap-4 rounded-card border border-accent-text bg-raised p-4 sm:p-5"
        >
          <WhatFor own={own} />
          <WaitingFor own={own} />
        </section>
      ))}
      {waiting > 0 ? (
        <Link to="/waitlist" className="flex items-center gap-3 rounded-card border border-line px-4 py-3 text-sm hover:border-edge">
          <Bell className="size-4 text-quiet" aria-hidden />
          <span className="flex-1">You wait for {waiting === 1 ? "one date" : `${waiting} dates`}</span>
          <ChevronRight className="size-4 text-quiet" aria-hidden />
        </Link>
      ) : null}
    </div>
  );
}
