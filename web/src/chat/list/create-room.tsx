import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { type RoomDraft, RoomFields } from "../parts/room-fields.tsx";
import { useChat } from "../use-chat.ts";

const empty: RoomDraft = { name: "", description: "", visibility: "PUBLIC" };

/** Makes a room, whose owner one is, and goes there. */
export function CreateRoom({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const chat = useChat();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(empty);
  const create = useMutation({
    mutationFn: () => chat.calls.create({ ...draft, name: draft.name.trim(), description: draft.description.trim() }),
    onSuccess: async (room) => {
      chat.entered(room);
      onClose();
      setDraft(empty);
      await navigate({ to: "/chat/$roomId", params: { roomId: room.id }, search: { d: domainWords[chat.domain].param } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.name.trim() !== "") create.mutate();
  };
  return (
    <Dialog title="New room" isOpen={isOpen} onClose={onClose}>
      <form className="grid gap-2" onSubmit={submit}>
        <RoomFields draft={draft} autoFocus onChange={(changes) => setDraft({ ...draft, ...changes })} />
        <FormFailure error={create.error} />
        <Button type="submit" variant="primary" size="large" isDisabled={create.isPending}>
          Make the room
        </Button>
      </form>
    </Dialog>
  );
}
