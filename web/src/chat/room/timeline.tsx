import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useMemo, useRef, useState } from "react";
import { linesOf } from "../core/lines.ts";
import type { RoomState } from "../core/room-state.ts";
import { seenBy } from "../core/seen-by.ts";
import { dayOf, dayWords } from "../parts/clock.ts";
import { useChat, usePeople } from "../use-chat.ts";
import { ActionsPopover, type Pointed } from "./actions-popover.tsx";
import { Announcer } from "./announcer.tsx";
import { JumpToLatest } from "./jump-to-latest.tsx";
import { LineRow } from "./line-row.tsx";
import { estimateOf } from "./line-size.ts";
import type { Actions } from "./use-actions.ts";
import { useMoreAtEnds } from "./use-more-at-ends.ts";
import type { Opening, Place } from "./use-opening.ts";
import { usePlace } from "./use-place.ts";
import { useRoving } from "./use-roving.ts";
import { useSeen } from "./use-seen.ts";

/** As near to the end as this somebody reads the newest, and goes on with it. */
const endPx = 90;

interface TimelineProps {
  room: RoomState;
  opening: Opening;
  place: Place;
  actions: Actions;
}

/** What is said, of which only what is on the screen is drawn. It grows at both ends and never moves what somebody reads. */
export function Timeline({ room, opening, place, actions }: TimelineProps) {
  const { store } = useChat();
  const people = usePeople();
  const scroller = useRef<HTMLDivElement>(null);
  const { shown, atEnd, atStart } = room.log;
  const sticks = useRef(place.at.kind === "end");
  const hasUnsent = atEnd || sticks.current;
  const unsent = store.outbox.of(room.id);
  const unsentKey = unsent.map(({ clientId, state }) => `${clientId}${state}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: unsent is a new array each time, its key is not
  const lines = useMemo(
    () => linesOf({ messages: shown, unsent: hasUnsent ? unsent : [], me: store.me, readSeq: opening.readSeq, atStart, dayOf }),
    [shown, unsentKey, hasUnsent, atStart, store, opening.readSeq],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: who has read changes in place
  const seen = useMemo(() => seenBy(shown, room.readSeqs), [shown, room, room.version]);
  const nameOf = useCallback((id: string) => (id === store.me ? "You" : (people.get(id)?.name ?? "Somebody")), [people, store]);

  // A step that somebody scrolled since the last frame is not known to it yet; it would take it back when a page comes in this very moment.
  const known = useRef<Virtualizer<HTMLDivElement, Element>>(null);
  if (known.current !== null && scroller.current !== null) known.current.scrollOffset = scroller.current.scrollTop;

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimateOf(lines[index]), [lines]),
    getItemKey: useCallback((index: number) => lines[index]?.key ?? index, [lines]),
    overscan: 12,
    anchorTo: "end",
    scrollEndThreshold: endPx,
    paddingStart: 56,
    paddingEnd: 12,
  });
  known.current = virtualizer;
  // What is loaded above while somebody scrolls up to it must not push what they read.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _, { scrollOffset }) => item.start < (scrollOffset ?? 0);
  const { isPlaced, flashed } = usePlace(virtualizer, lines, place, sticks);
  const items = virtualizer.getVirtualItems();
  useMoreAtEnds(room, { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0, count: lines.length, isPlaced });
  const { isNearEnd, onScroll } = useSeen({ room, virtualizer, lines, scroller, sticks, isPlaced, endPx });
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const roving = useRoving({ lines, virtualizer, scroller, actions, open: setPointed });
  const top = lines[virtualizer.range?.startIndex ?? 0];
  const topAt = top?.kind === "message" || top?.kind === "notice" ? top.message.timestamp : undefined;

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label="Messages"
        aria-live="off"
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
        onScroll={onScroll}
        onKeyDown={roving.onKeyDown}
      >
        <div className={`relative mt-auto w-full shrink-0 ${isPlaced ? "" : "invisible"}`} style={{ height: virtualizer.getTotalSize() }}>
          {atStart ? null : <p className="absolute inset-x-0 top-5 text-center text-xs text-faint">Loading earlier messages…</p>}
          {items.map(({ index, key, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <div
                key={key}
                data-index={index}
                ref={virtualizer.measureElement}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${start}px)` }}
              >
                <LineRow
                  line={line}
                  room={room}
                  nameOf={nameOf}
                  actions={actions}
                  seenBy={line.kind === "message" ? seen.get(line.message.seq) : undefined}
                  isFlashed={line.kind === "message" && line.message.id === flashed}
                  isCurrent={roving.currentKey === line.key}
                  goTo={opening.goTo}
                  open={setPointed}
                  onFocus={roving.focused}
                />
              </div>
            );
          })}
        </div>
      </div>
      {virtualizer.isScrolling && topAt !== undefined && isPlaced ? (
        <p
          aria-hidden="true"
          className="pointer-events-none absolute inset-x-0 top-2 mx-auto w-max rounded-full border border-line bg-raised/95 px-3 py-1 text-xs font-medium text-quiet"
        >
          {dayWords(topAt)}
        </p>
      ) : null}
      {isPlaced && (!isNearEnd || !atEnd) ? <JumpToLatest unread={room.unread} jump={opening.goToEnd} /> : null}
      {pointed === null ? null : (
        <ActionsPopover pointed={pointed} room={room} actions={actions} goTo={opening.goTo} onClose={() => setPointed(null)} />
      )}
      <Announcer room={room} nameOf={nameOf} />
    </div>
  );
}
