import { useState } from "react";
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
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { intent } = actions;

  const save = async (content: string, id: string) => {
    setSaving(true);
    try {
      room.log.replace(await chat.calls.edit(id, content));
      room.tellNow();
      actions.forget();
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error.message : "That did not work. Try again.");
    } finally {
      setSaving(false);
    }
  };
  const submit = async (text: string) => {
    const content = text.trim();
    if (content === "" || isSaving) return;
    setFailure(null);
    if (intent?.kind === "edit") {
      if (content === intent.message.content) actions.forget();
      else await save(content, intent.message.id);
      return;
    }
    const { id, seq, senderId, content: answered } = intent?.message ?? { id: "", seq: 0, senderId: "", content: "" };
    chat.write(room.id, content, intent === null ? undefined : { id, seq, senderId, excerpt: excerptOf(answered) });
    chat.typing(room.id, false);
    clear();
    actions.forget();
    onSent();
  };
  return { submit, isSaving, failure };
}
