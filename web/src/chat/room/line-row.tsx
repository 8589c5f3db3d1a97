import { memo } from "react";
import type { Line } from "../core/lines.ts";
import type { RoomState } from "../core/room-state.ts";
import { dayWords, timeOf } from "../parts/clock.ts";
import { saidWords } from "../parts/said-words.ts";
import { usePeople } from "../use-chat.ts";
import type { Pointed } from "./actions-popover.tsx";
import { MessageRow } from "./message-row.tsx";
import { RoomBeginning } from "./room-beginning.tsx";
import { UnsentRow } from "./unsent-row.tsx";
import type { Actions } from "./use-actions.ts";

export interface LineRowProps {
  line: Line;
  room: RoomState;
  nameOf: (userId: string) => string;
  actions: Actions;
  seenBy: readonly string[] | undefined;
  isFlashed: boolean;
  isCurrent: boolean;
  goTo: (messageId: string) => void;
  open: (pointed: Pointed) => void;
  onFocus: (key: string) => void;
}

/** One line of the room, whatever it is. */
export const LineRow = memo(function LineRow({ line, ...rest }: LineRowProps) {
  const { room, nameOf } = rest;
  // Names come later than what is said under them.
  usePeople();
  switch (line.kind) {
    case "start":
      return <RoomBeginning room={room} />;
    case "day":
      return (
        <p className="flex items-center gap-3 px-4 py-3.5 text-xs font-medium text-quiet before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {dayWords(line.at)}
        </p>
      );
    case "unread":
      return (
        <p className="flex items-center gap-3 px-4 py-3 text-xs font-semibold text-accent-text before:h-px before:flex-1 before:bg-accent after:h-px after:flex-1 after:bg-accent">
          New
        </p>
      );
    case "notice":
      return (
        <p className="px-6 py-1.5 text-center text-xs text-quiet" title={timeOf(line.message.timestamp)}>
          {saidWords(line.message, nameOf)}
        </p>
      );
    case "unsent":
      return <UnsentRow unsent={line.unsent} isFirst={line.isFirst} />;
    case "message":
      return (
        <MessageRow {...rest} lineKey={line.key} message={line.message} isOwn={line.isOwn} isFirst={line.isFirst} isLast={line.isLast} />
      );
  }
});
