import { useRef, useState } from "react";
import type { Message } from "../../../../contracts/messages.ts";
import { ApiFailure } from "../../api/failure.ts";
import type { RoomState } from "../core/room-state.ts";
import { excerptOf } from "../parts/said-words.ts";
import type { Actions } from "../room/use-actions.ts";
import { useChat } from "../use-chat.ts";

interface SubmitInput {
  room: RoomState;
  actions: Actions;
  onSent: () => void;
  clear: () => void;
}

/** Says what was written, or saves what was changed. What is said needs no connection; a change does. */
export function useSubmit({ room, actions, onSent, clear }: SubmitInput) {
  const chat = useChat();
  const [failure, setFailure] = useState<string | null>(null);
  const saved = useRef(Promise.resolve());
  const { intent } = actions;

  const know = (message: Message) => {
    room.log.replace(message);
    room.tellNow();
  };
  const save = async (message: Message, content: string) => {
    try {
      know(await chat.calls.edit(message.id, content));
    } catch (error) {
      know(message);
      setFailure(error instanceof ApiFailure ? error.message : "That did not work. Try again.");
      actions.edit(message, content);
    }
  };
  const submit = (text: string) => {
    const content = text.trim();
    if (content === "") return;
    setFailure(null);
    if (intent?.kind === "edit") {
      const { message } = intent;
      // Whoever goes on to something else meanwhile must not have it taken away when this is answered.
      actions.forget();
      if (content === message.content) return;
      know({ ...message, content });
      saved.current = saved.current.then(() => save(message, content));
      return;
    }
    const { id, seq, senderId, content: answered } = intent?.message ?? { id: "", seq: 0, senderId: "", content: "" };
    chat.write(room.id, content, intent === null ? undefined : { id, seq, senderId, excerpt: excerptOf(answered) });
    chat.typing(room.id, false);
    clear();
    actions.forget();
    onSent();
  };
  return { submit, failure };
}
