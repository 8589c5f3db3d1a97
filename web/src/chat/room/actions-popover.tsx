import { Copy, CornerLeftUp, Link2, Pencil, Pin, PinOff, Plus, Reply, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { Message } from "../../../../contracts/messages.ts";
import { quickEmoji } from "../composer/emoji.ts";
import { EmojiPicker } from "../composer/emoji-picker.tsx";
import type { RoomState } from "../core/room-state.ts";
import { type MenuChoice, MenuList } from "../parts/menu.tsx";
import { useChat } from "../use-chat.ts";
import type { Actions } from "./use-actions.ts";

/** The message that something is to be done with, and where it is. `picker`: all emoji at once. */
export interface Pointed {
  message: Message;
  anchor: HTMLElement;
  picker: boolean;
}

interface ActionsPopoverProps {
  pointed: Pointed;
  room: RoomState;
  actions: Actions;
  goTo: (messageId: string) => void;
  onClose: () => void;
}

/** What can be done with a message: the quickest reactions in front. */
export function ActionsPopover({ pointed, room, actions, goTo, onClose }: ActionsPopoverProps) {
  const { message, anchor } = pointed;
  const trigger = useRef<HTMLElement>(anchor);
  const [isPicking, setPicking] = useState(pointed.picker);
  const react = (emoji: string) => {
    actions.react(message, emoji);
    onClose();
  };
  const choices = useChoices({ message, room, actions, goTo }).map((choice) => ({
    ...choice,
    onChoose: () => {
      onClose();
      choice.onChoose();
    },
  }));
  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      placement="bottom"
      className="rise z-50 rounded-card border border-line bg-raised shadow-(--float)"
    >
      <Dialog aria-label="What to do with this message" className="outline-none">
        {isPicking ? (
          <EmojiPicker pick={react} />
        ) : (
          <div className="p-1.5">
            {message.deletedAt !== undefined ? null : (
              <div className="mb-1 flex items-center gap-0.5 border-b border-line pb-1.5">
                {quickEmoji.map((emoji) => (
                  <button
                    key={emoji}
                    type="button"
                    aria-label={`React with ${emoji}`}
                    className="grid size-9 place-items-center rounded-control text-lg hover:bg-line/60"
                    onClick={() => react(emoji)}
                  >
                    {emoji}
                  </button>
                ))}
                <button
                  type="button"
                  aria-label="More emoji"
                  className="grid size-9 place-items-center rounded-control text-quiet hover:bg-line/60"
                  onClick={() => setPicking(true)}
                >
                  <Plus className="size-4" aria-hidden />
                </button>
              </div>
            )}
            <MenuList label="Message" choices={choices} />
          </div>
        )}
      </Dialog>
    </Popover>
  );
}

interface ChoicesOf extends Pick<ActionsPopoverProps, "room" | "actions" | "goTo"> {
  message: Message;
}

function useChoices({ message, room, actions, goTo }: ChoicesOf): MenuChoice[] {
  const { store } = useChat();
  const isOwn = message.senderId === store.me;
  const isDeleted = message.deletedAt !== undefined;
  const { replyTo } = message;
  const isPinned = room.info.pinned.includes(message.id);
  const mayPin = room.mayModerate || room.info.type === "DIRECT";
  return [
    ...(isDeleted ? [] : [{ label: "Reply", Icon: Reply, onChoose: () => actions.reply(message) }]),
    ...(isDeleted || replyTo === undefined
      ? []
      : [{ label: "Show what it answers", Icon: CornerLeftUp, onChoose: () => goTo(replyTo.id) }]),
    ...(isOwn && !isDeleted ? [{ label: "Edit", Icon: Pencil, onChoose: () => actions.edit(message) }] : []),
    ...(isDeleted ? [] : [{ label: "Copy text", Icon: Copy, onChoose: () => actions.copyText(message) }]),
    { label: "Copy link", Icon: Link2, onChoose: () => actions.copyLink(message) },
    ...(mayPin && !isDeleted
      ? [{ label: isPinned ? "Unpin" : "Pin", Icon: isPinned ? PinOff : Pin, onChoose: () => actions.pin(message) }]
      : []),
    ...((isOwn || room.mayModerate) && !isDeleted
      ? [{ label: "Delete", Icon: Trash2, onChoose: () => actions.remove(message), isLoss: true }]
      : []),
  ];
}
