import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { UpdateMember } from "../../../../contracts/chat.ts";
import { ApiFailure } from "../../api/failure.ts";
import { own } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { toast } from "../../shell/toast.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

/** What is done about a member, and a talk with them alone. */
export function useModeration(room: RoomState) {
  const chat = useChat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const onError = (error: unknown) =>
    toast({ title: "That did not work", body: error instanceof ApiFailure ? error.message : "Try again in a moment." });
  const onSuccess = () =>
    Promise.all(["members", "banned"].map((list) => queries.invalidateQueries({ queryKey: [own, "chat", chat.domain, list, room.id] })));
  const update = useMutation({
    mutationFn: ({ userId, change }: { userId: string; change: UpdateMember }) => chat.calls.updateMember(room.id, userId, change),
    onSuccess,
    onError,
  });
  const kick = useMutation({ mutationFn: (userId: string) => chat.calls.kick(room.id, userId), onSuccess, onError });
  const direct = useMutation({
    mutationFn: (userId: string) => chat.calls.direct(userId),
    onSuccess: async (found) => {
      if (!chat.store.rooms.has(found.id)) chat.entered(found);
      await navigate({ to: "/chat/$roomId", params: { roomId: found.id }, search: { d: domainWords[chat.domain].param } });
    },
    onError,
  });
  return { update: update.mutate, kick: kick.mutate, direct: direct.mutate };
}
