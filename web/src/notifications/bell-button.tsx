import { Bell } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { CountBadge } from "../parts/count-badge.tsx";
import { useLatest, useLiveNotifications } from "./use-notifications.ts";
import { useOwnTimeZone } from "./use-own-time-zone.ts";

const loadPopover = () => import("./bell-popover.tsx");
const BellPopover = lazy(() => loadPopover().then((module) => ({ default: module.BellPopover })));

/** What one was told, from everywhere, with how much of it is unread. The list itself comes with the first look at it. */
export function BellButton() {
  useLiveNotifications();
  useOwnTimeZone();
  const latest = useLatest();
  const [trigger, setTrigger] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [needed, setNeeded] = useState(false);
  const { unread } = latest;
  const words = unread === 0 ? "Notifications, none unread" : `Notifications, ${unread} unread`;
  return (
    <>
      <button
        ref={setTrigger}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={words}
        title="Notifications"
        className="relative inline-flex size-9 items-center justify-center rounded-control text-ink transition-colors duration-150 hover:bg-line/60"
        onPointerEnter={() => void loadPopover()}
        onClick={() => {
          setNeeded(true);
          setOpen(!isOpen);
        }}
      >
        <Bell className="size-[18px]" aria-hidden />
        <CountBadge count={unread} />
      </button>
      <span role="status" className="sr-only">
        {unread === 0 ? "" : `${unread} unread ${unread === 1 ? "notification" : "notifications"}`}
      </span>
      {needed ? (
        <Suspense>
          <BellPopover trigger={trigger} isOpen={isOpen} onOpenChange={setOpen} latest={latest} />
        </Suspense>
      ) : null}
    </>
  );
}
