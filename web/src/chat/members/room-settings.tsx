import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { UpdateRoom } from "../../../../contracts/chat.ts";
import { ChoiceField } from "../../admin/parts/choice-field.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import type { RoomState } from "../core/room-state.ts";
import { RoomFields } from "../parts/room-fields.tsx";
import { useChat } from "../use-chat.ts";

const slowModes = {
  "0": "Off",
  "5": "A message every 5 seconds",
  "30": "A message every 30 seconds",
  "60": "A message a minute",
  "300": "One every 5 minutes",
};
type Slow = keyof typeof slowModes;
const draftOf = ({ info }: RoomState) => ({
  name: info.name,
  description: info.description,
  visibility: info.visibility,
  status: info.status,
  slow: (String(info.slowModeSeconds) in slowModes ? String(info.slowModeSeconds) : "0") as Slow,
});

/** What moderators set, and owners. */
export function RoomSettings({ room, isOpen, onClose }: { room: RoomState; isOpen: boolean; onClose: () => void }) {
  const { calls } = useChat();
  const [draft, setDraft] = useState(() => draftOf(room));
  const isOwner = room.info.role === "OWNER";
  useEffect(() => {
    if (isOpen) setDraft(draftOf(room));
  }, [isOpen, room]);
  const save = useMutation({
    mutationFn: () => calls.update(room.id, changesOf(room, draft, isOwner)),
    onSuccess: (info) => {
      room.info = { ...room.info, ...info };
      room.tellNow();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title="Room settings" isOpen={isOpen} onClose={onClose}>
      <form className="grid gap-2" onSubmit={submit}>
        {isOwner ? <RoomFields draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} /> : null}
        <ChoiceField label="Slow mode" value={draft.slow} choices={slowModes} onChange={(slow) => setDraft({ ...draft, slow })} />
        {isOwner ? (
          <ChoiceField
            label="State"
            value={draft.status}
            choices={{ ACTIVE: "Open", ARCHIVED: "Archived: nobody writes any more" }}
            onChange={(status) => setDraft({ ...draft, status })}
          />
        ) : null}
        <FormFailure error={save.error} />
        <Button type="submit" variant="primary" size="large" isDisabled={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

function changesOf({ info }: RoomState, draft: ReturnType<typeof draftOf>, isOwner: boolean): UpdateRoom {
  const slowModeSeconds = Number(draft.slow);
  const owned = { name: draft.name.trim(), description: draft.description.trim(), visibility: draft.visibility, status: draft.status };
  return {
    ...(slowModeSeconds !== info.slowModeSeconds && { slowModeSeconds }),
    ...(isOwner && Object.fromEntries(Object.entries(owned).filter(([field, value]) => value !== info[field as keyof typeof owned]))),
  };
}
