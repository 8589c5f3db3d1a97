import { CircleAlert, Clock3 } from "lucide-react";
import { Suspense } from "react";
import type { Unsent } from "../core/outbox.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { timeOf } from "../parts/clock.ts";
import { plain } from "../parts/said-words.ts";
import { useChat } from "../use-chat.ts";
import { bubbleShape, roomBelow } from "./bubble-shape.ts";

/** A message of one's own that is not with the others yet: on its way, or not taken. */
export function UnsentRow({ unsent, isFirst }: { unsent: Unsent; isFirst: boolean }) {
  const chat = useChat();
  const { content, replyTo, state, reason, writtenAt, code } = unsent;
  const hasFailed = state === "FAILED";
  const isSlowed = code === "SLOW_MODE" && !hasFailed;
  const below = isSlowed ? undefined : roomBelow({ isTimed: true, isEdited: false, isChecked: !hasFailed });
  return (
    <div
      className={`flex flex-col items-end px-3 sm:px-4 ${isFirst ? "pt-2.5" : "pt-0.5"}`}
      data-unsent={unsent.clientId}
      data-state={state}
    >
      <div className={`max-w-[min(36rem,82%)] ${bubbleShape({ isOwn: true, isFirst, isLast: true })} ${hasFailed ? "border-loss/60" : ""}`}>
        {replyTo === undefined ? null : (
          <p className="mb-1 line-clamp-2 rounded-control border-l-2 border-accent-text bg-ink/5 px-2 py-1 text-xs text-quiet">
            {plain(replyTo.excerpt)}
          </p>
        )}
        <div className="message-text text-[0.9375rem]" style={below}>
          <Suspense fallback={<p>{content}</p>}>
            <Markdown text={content} mention={(username) => `@${username}`} />
          </Suspense>
        </div>
        <p className={`flex items-center justify-end gap-1 text-xs text-quiet ${isSlowed ? "" : "said-at"}`}>
          {isSlowed ? "Waits for slow mode" : null}
          <span className="tabular">{timeOf(new Date(writtenAt).toISOString())}</span>
          {hasFailed ? null : <Clock3 className="size-3.5" aria-label={state === "WAITING" ? "Waits to be sent" : "Sending"} />}
        </p>
      </div>
      {hasFailed ? (
        <p role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-3 gap-y-1 text-xs">
          <span className="flex items-center gap-1 text-loss">
            <CircleAlert className="size-3.5" aria-hidden />
            Not sent. {reason}
          </span>
          <button type="button" className="font-semibold underline underline-offset-2" onClick={() => chat.retry(unsent)}>
            Try again
          </button>
          <button type="button" className="font-semibold underline underline-offset-2" onClick={() => chat.discard(unsent)}>
            Discard
          </button>
        </p>
      ) : null}
    </div>
  );
}
