import { Link } from "@tanstack/react-router";
import { BellRing, Settings2 } from "lucide-react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { Failed } from "../parts/failed.tsx";
import { NotificationLine } from "./notification-line.tsx";
import { shortList } from "./notification-queries.ts";
import { type Latest, useToldAt } from "./use-notifications.ts";
import { useReading } from "./use-reading.ts";

interface BellPopoverProps {
  trigger: HTMLButtonElement | null;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  latest: Latest;
}

const skeletons = ["a", "b", "c"];

/** The last notifications, under the bell. */
export function BellPopover({ trigger, isOpen, onOpenChange, latest }: BellPopoverProps) {
  const domains = useToldAt();
  const { open, readAll } = useReading(domains);
  const { items, unread, loading, error, retry } = latest;
  const close = () => onOpenChange(false);
  return (
    <Popover
      triggerRef={{ current: trigger }}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className="rise z-50 w-[min(26rem,calc(100vw-1rem))] rounded-card border border-line bg-raised shadow-(--float)"
    >
      <Dialog aria-label="Notifications" className="flex max-h-[min(34rem,80dvh)] flex-col outline-none">
        <div className="flex items-center gap-2 border-b border-line px-4 py-2.5">
          <h2 className="flex-1 text-base">Notifications</h2>
          {unread > 0 ? (
            <button
              type="button"
              disabled={readAll.isPending}
              className="rounded-control px-2 py-1 text-sm font-medium text-accent-text hover:bg-line/60"
              onClick={() => readAll.mutate()}
            >
              Mark all as read
            </button>
          ) : null}
          <Link
            to="/account/notifications"
            aria-label="What you wish to hear"
            title="What you wish to hear"
            className="inline-flex size-8 items-center justify-center rounded-control text-quiet hover:bg-line/60 hover:text-ink"
            onClick={close}
          >
            <Settings2 className="size-4" aria-hidden />
          </Link>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          {error !== null && items.length === 0 ? (
            <Failed error={error} retry={retry} title="Your notifications did not load" />
          ) : loading && items.length === 0 ? (
            <div aria-busy="true" className="grid gap-3 p-4">
              <span className="sr-only">Loading your notifications</span>
              {skeletons.map((each) => (
                <div key={each} className="skeleton h-14 rounded-control" />
              ))}
            </div>
          ) : items.length === 0 ? (
            <div className="grid justify-items-center gap-2 px-6 py-10 text-center">
              <BellRing className="size-7 text-quiet" aria-hidden />
              <p className="font-medium">Nothing yet</p>
              <p className="text-sm text-quiet">What becomes of your bookings, orders and messages shows here.</p>
            </div>
          ) : (
            <ul className="divide-y divide-line">
              {items.slice(0, shortList).map((item) => (
                <li key={`${item.domain} ${item.id}`}>
                  <NotificationLine
                    item={item}
                    onOpen={() => {
                      close();
                      open(item);
                    }}
                  />
                </li>
              ))}
            </ul>
          )}
        </div>
        <Link
          to="/notifications"
          className="border-t border-line px-4 py-3 text-center text-sm font-medium hover:bg-line/40"
          onClick={close}
        >
          See all
        </Link>
      </Dialog>
    </Popover>
  );
}
