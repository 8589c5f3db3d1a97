import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Message } from "../../../../contracts/messages.ts";
import { ApiFailure } from "../../api/failure.ts";
import { domainWords } from "../../domains.ts";
import { toast } from "../../shell/toast.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

/** What the composer is about, other than something new. `words`: what a message was to be changed to when that did not work. */
export type Intent = { kind: "reply" | "edit"; message: Message; words?: string } | null;

export interface Actions {
  intent: Intent;
  reply: (message: Message) => void;
  edit: (message: Message, words?: string) => void;
  forget: () => void;
  react: (message: Message, emoji: string) => void;
  /** Asks whether to delete it. */
  remove: (message: Message) => void;
  /** What is asked about. */
  doomed: Message | null;
  /** The answer. */
  decide: (isDeleted: boolean) => void;
  pin: (message: Message) => void;
  copyText: (message: Message) => void;
  copyLink: (message: Message) => void;
}

/** What can be done with a message. What is refused is told; the message stays as it is. */
export function useActions(room: RoomState): Actions {
  const { calls, domain, store } = useChat();
  const [intent, setIntent] = useState<Intent>(null);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const onError = (error: unknown) =>
    toast({ title: "That did not work", body: error instanceof ApiFailure ? error.message : "Try again in a moment." });
  const taken = (message: Message) => {
    room.log.replace(message);
    room.tellNow();
  };
  const { mutate: react } = useMutation({
    mutationFn: ({ id, emoji, remove }: { id: string; emoji: string; remove: boolean }) => calls.react(id, emoji, remove),
    onSuccess: taken,
    onError,
  });
  const { mutate: remove } = useMutation({ mutationFn: (id: string) => calls.delete(id), onSuccess: taken, onError });
  const { mutate: pin } = useMutation({
    mutationFn: (pinned: string[]) => calls.update(room.id, { pinned }),
    onSuccess: ({ pinned }) => {
      room.info = { ...room.info, pinned };
      room.tellNow();
    },
    onError,
  });
  return useMemo(
    () => ({
      intent,
      reply: (message) => setIntent({ kind: "reply", message }),
      edit: (message, words) => setIntent({ kind: "edit", message, ...(words !== undefined && { words }) }),
      forget: () => setIntent(null),
      react: ({ id, reactions = [] }, emoji) => {
        const remove = reactions.some((each) => each.emoji === emoji && each.userIds.includes(store.me));
        react({ id, emoji, remove });
      },
      remove: setDoomed,
      doomed,
      decide: (isDeleted) => {
        if (isDeleted && doomed !== null) remove(doomed.id);
        setDoomed(null);
      },
      pin: ({ id }) => {
        const { pinned } = room.info;
        pin(pinned.includes(id) ? pinned.filter((each) => each !== id) : [id, ...pinned]);
      },
      copyText: ({ content }) => void copy(content, "Text copied"),
      copyLink: ({ id }) => void copy(linkTo(room.id, domainWords[domain].param, id), "Link copied"),
    }),
    [intent, doomed, room, react, remove, pin, store, domain],
  );
}

async function copy(text: string, title: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ title });
  } catch {
    toast({ title: "The browser does not let this page copy" });
  }
}

const linkTo = (roomId: string, d: string, messageId: string): string => `${location.origin}/chat/${roomId}?d=${d}&message=m${messageId}`;
