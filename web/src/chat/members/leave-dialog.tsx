import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

/** Asks before one leaves. */
export function LeaveDialog({ room, isOpen, onClose }: { room: RoomState; isOpen: boolean; onClose: () => void }) {
  const chat = useChat();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => chat.calls.leave(room.id),
    onSuccess: async () => {
      onClose();
      await navigate({ to: "/chat", search: { d: domainWords[chat.domain].param } });
      chat.left(room.id);
    },
  });
  return (
    <Dialog title={`Leave ${room.info.name}?`} isOpen={isOpen} onClose={onClose}>
      <p className="mb-4 text-quiet">
        {room.info.visibility === "PRIVATE" ? "To come back you need another invitation." : "You can come back whenever you like."}
        {room.info.role === "OWNER" ? " Somebody else becomes the owner." : ""}
      </p>
      <FormFailure error={leave.error} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>Stay</Button>
        <Button variant="loss" isDisabled={leave.isPending} onPress={() => leave.mutate()}>
          Leave
        </Button>
      </div>
    </Dialog>
  );
}
