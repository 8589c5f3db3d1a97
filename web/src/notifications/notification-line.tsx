import { ago } from "../time.ts";
import type { NotificationAt } from "./merged.ts";
import { topicIcons } from "./topic-icons.ts";

/** One notification: what it is about, in two lines, and whether it was read. */
export function NotificationLine({ item, onOpen }: { item: NotificationAt; onOpen: () => void }) {
  const { title, body, topic, at, readAt } = item;
  const Icon = topicIcons[topic];
  const isUnread = readAt === null;
  return (
    <button
      type="button"
      data-unread={isUnread || undefined}
      className="flex w-full items-start gap-3 px-4 py-3 text-left transition-colors duration-150 hover:bg-line/40"
      onClick={onOpen}
    >
      <span
        className={`mt-0.5 grid size-8 shrink-0 place-items-center rounded-full ${isUnread ? "bg-accent/20 text-accent-text" : "bg-line/60 text-quiet"}`}
      >
        <Icon className="size-4" aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={`line-clamp-2 min-w-0 flex-1 text-sm ${isUnread ? "font-semibold" : "font-medium text-quiet"}`}>{title}</span>
          <time dateTime={at} className="shrink-0 text-xs text-quiet">
            {ago(at)}
          </time>
        </span>
        <span className="line-clamp-2 text-sm text-quiet">{body}</span>
      </span>
      {isUnread ? (
        <span className="mt-2 size-2 shrink-0 rounded-full bg-accent">
          <span className="sr-only">unread</span>
        </span>
      ) : null}
    </button>
  );
}
