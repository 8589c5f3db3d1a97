import { Ban, Check } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import type { Message } from "../../../../contracts/messages.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { fullMoment, timeOf } from "../parts/clock.ts";
import { plain } from "../parts/said-words.ts";
import { bubbleShape, roomBelow } from "./bubble-shape.ts";

const emojiAlone = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

interface BubbleProps {
  message: Message;
  isOwn: boolean;
  isFirst: boolean;
  isLast: boolean;
  /** The reader is mentioned in it. */
  isNamed: boolean;
  nameOf: (userId: string) => string;
  goTo: (messageId: string) => void;
}

/** What was said, with what it answers and when it was. */
export function Bubble({ message, isOwn, isFirst, isLast, isNamed, nameOf, goTo }: BubbleProps) {
  const { content, timestamp, editedAt, deletedAt, replyTo } = message;
  const at = (
    <time dateTime={timestamp} title={fullMoment(timestamp)} className="tabular">
      {timeOf(timestamp)}
    </time>
  );
  if (deletedAt !== undefined) {
    return (
      <p
        data-bubble
        className="flex items-center gap-1.5 rounded-2xl border border-dashed border-line px-3 py-1.5 text-sm text-quiet italic"
      >
        <Ban className="size-3.5" aria-hidden />
        Message deleted
      </p>
    );
  }
  const isEmoji = replyTo === undefined && emojiAlone.test(content);
  const below = roomBelow({ isTimed: isLast, isEdited: editedAt !== undefined, isChecked: isOwn && isLast });
  return (
    <div data-bubble className={isEmoji ? "px-1" : bubbleShape({ isOwn, isFirst, isLast, isNamed })}>
      {replyTo === undefined ? null : (
        <button
          type="button"
          tabIndex={-1}
          className="mb-1 block w-full max-w-full rounded-control border-l-2 border-accent-text bg-ink/5 px-2 py-1 text-left text-xs hover:bg-ink/10"
          onClick={() => goTo(replyTo.id)}
        >
          <span className="block font-semibold">{nameOf(replyTo.senderId)}</span>
          <span className="line-clamp-2 text-quiet">{replyTo.excerpt === "" ? "Message deleted" : plain(replyTo.excerpt)}</span>
        </button>
      )}
      <div className={`message-text ${isEmoji ? "text-2xl" : "text-[0.9375rem]"}`} style={isEmoji ? undefined : below}>
        <Suspense fallback={<p>{content}</p>}>
          <Markdown text={content} mention={mention} />
        </Suspense>
      </div>
      {isLast || editedAt !== undefined ? (
        <p className={`flex items-center justify-end gap-1 text-xs text-quiet ${isEmoji ? "" : "said-at"}`}>
          {editedAt === undefined ? null : <span title={fullMoment(editedAt)}>edited</span>}
          {isLast ? at : null}
          {isOwn && isLast ? <Check className="size-3.5" aria-label="Sent" /> : null}
        </p>
      ) : null}
    </div>
  );
}

const mention = (username: string): ReactNode => <span className="font-semibold text-accent-text">@{username}</span>;
