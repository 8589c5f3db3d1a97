import { MoreHorizontal, Reply, SmilePlus } from "lucide-react";
import { useRef } from "react";
import type { Message } from "../../../../contracts/messages.ts";
import { fullMoment } from "../parts/clock.ts";
import { Face } from "../parts/face.tsx";
import { hueOf } from "../parts/hue.ts";
import { saidWords } from "../parts/said-words.ts";
import { useChat, usePeople } from "../use-chat.ts";
import { Bubble } from "./bubble.tsx";
import type { LineRowProps } from "./line-row.tsx";
import { Reactions } from "./reactions.tsx";
import { SeenFaces } from "./seen-faces.tsx";
import { useLongPress } from "./use-long-press.ts";

interface MessageRowProps extends Omit<LineRowProps, "line"> {
  lineKey: string;
  message: Message;
  isOwn: boolean;
  isFirst: boolean;
  isLast: boolean;
}

const tool = "grid size-8 place-items-center rounded-control text-quiet hover:bg-line/60 hover:text-ink";

/** A message with who said it, what others think of it, and what one can do with it. */
export function MessageRow(props: MessageRowProps) {
  const { message, isOwn, isFirst, isLast, isCurrent, isFlashed, lineKey, room, nameOf, actions, seenBy, goTo, open, onFocus } = props;
  const { store } = useChat();
  const people = usePeople();
  const row = useRef<HTMLElement>(null);
  const hasFaces = room.info.type === "GROUP" && !isOwn;
  const point = (picker: boolean) => {
    if (row.current !== null) open({ message, anchor: row.current.querySelector<HTMLElement>("[data-bubble]") ?? row.current, picker });
  };
  const press = useLongPress(() => point(false));
  const isDeleted = message.deletedAt !== undefined;
  const sender = people.get(message.senderId);
  const isNamed = message.mentions?.includes(store.me) === true;
  return (
    <article
      ref={row}
      tabIndex={isCurrent ? 0 : -1}
      data-line={lineKey}
      data-seq={message.seq}
      aria-label={`${nameOf(message.senderId)}, ${fullMoment(message.timestamp)}: ${saidWords(message, nameOf)}`}
      className={`group/row relative flex gap-2 px-3 outline-none focus-visible:bg-stage sm:px-4 ${isFirst ? "pt-2.5" : "pt-0.5"} ${isFlashed ? "bg-accent-wash" : ""} ${isOwn ? "flex-row-reverse" : ""} transition-colors duration-200`}
      onFocus={() => onFocus(lineKey)}
      {...press}
    >
      {hasFaces ? (
        <span className="flex w-8 shrink-0 items-end">
          {isLast ? <Face id={message.senderId} name={sender?.name ?? ""} url={sender?.avatarUrl ?? null} /> : null}
        </span>
      ) : null}
      <div className={`flex min-w-0 max-w-[min(36rem,82%)] flex-col ${isOwn ? "items-end" : "items-start"}`}>
        {hasFaces && isFirst ? (
          <p className="who-name mb-0.5 px-1 text-xs font-semibold" style={hueOf(message.senderId)}>
            {nameOf(message.senderId)}
          </p>
        ) : null}
        <div className="relative max-w-full">
          <Bubble message={message} isOwn={isOwn} isFirst={isFirst} isLast={isLast} isNamed={isNamed} nameOf={nameOf} goTo={goTo} />
          {isDeleted ? null : (
            <div
              className={`absolute top-0 z-10 hidden rounded-control border border-line bg-raised p-0.5 shadow-(--float) [@media(hover:hover)]:group-hover/row:flex [@media(hover:hover)]:group-focus-within/row:flex ${isOwn ? "right-full mr-1" : "left-full ml-1"}`}
            >
              <button type="button" tabIndex={-1} className={tool} aria-label="React" onClick={() => point(true)}>
                <SmilePlus className="size-4" aria-hidden />
              </button>
              <button type="button" tabIndex={-1} className={tool} aria-label="Reply" onClick={() => actions.reply(message)}>
                <Reply className="size-4" aria-hidden />
              </button>
              <button type="button" tabIndex={-1} className={tool} aria-label="More" onClick={() => point(false)}>
                <MoreHorizontal className="size-4" aria-hidden />
              </button>
            </div>
          )}
        </div>
        <Reactions message={message} nameOf={nameOf} react={actions.react} />
        {seenBy === undefined ? null : <SeenFaces userIds={seenBy} nameOf={nameOf} />}
      </div>
    </article>
  );
}
