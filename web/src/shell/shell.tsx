import { Outlet, useMatches } from "@tanstack/react-router";
import { BottomBar } from "./bottom-bar.tsx";
import { HoldReminder } from "./hold-reminder.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Toasts } from "./toasts.tsx";
import { TopBar } from "./top-bar.tsx";

/** What stands around every page. */
export function Shell() {
  const matches = useMatches();
  const focused = matches.some((match) => match.staticData.focused);
  const fills = matches.some((match) => match.staticData.fills);
  const bare = matches.some((match) => match.staticData.bare);
  return (
    <div className={`flex flex-col ${fills ? "h-dvh overflow-hidden" : "min-h-dvh"}`}>
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-raised px-4 py-2 shadow-(--float) focus:translate-y-0"
      >
        Skip to content
      </a>
      {bare ? null : <TopBar focused={focused} slim={fills} />}
      <OfflineBanner />
      <main id="main" tabIndex={-1} className={`flex-1 outline-none ${fills ? "min-h-0" : focused || bare ? "" : "pb-28 sm:pb-20"}`}>
        <Outlet />
      </main>
      {focused || bare ? null : <HoldReminder />}
      {focused || bare ? null : <BottomBar />}
      <Toasts />
    </div>
  );
}
