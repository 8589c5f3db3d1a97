import { Link } from "@tanstack/react-router";
import { Bell } from "lucide-react";
import type { OwnEntry } from "../../api/after-sale-queries.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { isLive, useWaitlist } from "./use-waitlist.ts";
import { WaitingFor, wishWords } from "./waiting-for.tsx";
import { WhatFor } from "./what-for.tsx";

const skeletons = ["a", "b"];
const ends: Partial<Record<OwnEntry["entry"]["status"], string>> = {
  FULFILLED: "Bought",
  DECLINED: "Given to the next",
  LAPSED: "The offer ran out",
  LEFT: "Left",
  CLOSED: "The sale is over",
};

/** What one waits for, what came free, and what became of the rest. */
export function WaitlistPage() {
  const waitlist = useWaitlist();
  const live = waitlist.data?.filter(isLive) ?? [];
  const over = waitlist.data?.filter((each) => !isLive(each)) ?? [];
  return (
    <div className="mx-auto max-w-2xl px-4 py-8 sm:px-6 sm:py-12">
      <PageHead title="Waitlist" />
      <h1 className="mb-6 text-xl sm:text-2xl">Waitlist</h1>
      {waitlist.isError ? (
        <Failed error={waitlist.error} retry={() => void waitlist.refetch()} title="Your waitlist did not load" />
      ) : waitlist.data === undefined ? (
        <div aria-busy="true" className="grid gap-3">
          <span className="sr-only">Loading what you wait for</span>
          {skeletons.map((each) => (
            <div key={each} className="skeleton h-36 rounded-card" />
          ))}
        </div>
      ) : live.length === 0 ? (
        <Nothing />
      ) : (
        <ul className="grid gap-3">
          {live.map((own) => (
            <li key={own.entry.id} className="grid gap-4 rounded-card border border-line bg-raised p-4 sm:p-5">
              <WhatFor own={own} />
              <WaitingFor own={own} />
            </li>
          ))}
        </ul>
      )}
      {over.length > 0 ? (
        <section className="mt-10">
          <h2 className="mb-2 text-base font-semibold">Earlier</h2>
          <ul className="divide-y divide-line">
            {over.map((own) => (
              <li key={own.entry.id} className="flex items-center justify-between gap-4 py-3">
                <WhatFor own={own} />
                <p className="shrink-0 text-right text-sm text-quiet">
                  {ends[own.entry.status]}
                  <span className="block text-xs">{wishWords(own)}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Nothing() {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line px-4 py-14 text-center">
      <Bell className="size-8 text-quiet" aria-hidden />
      <h2 className="text-lg">You wait for nothing</h2>
      <p className="text-quiet">Where a date is sold out, join its waitlist. Seats that come free are held for you.</p>
      <Link to="/" className={buttonStyle("primary", "medium", "mt-2")}>
        See what’s on
      </Link>
    </div>
  );
}
