import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { own } from "../../api/queries.ts";
import { Button } from "../../parts/button.tsx";
import type { RoomState } from "../core/room-state.ts";
import { Face } from "../parts/face.tsx";
import { useChat } from "../use-chat.ts";
import { useModeration } from "./use-moderation.ts";

/** Those who may not come back, until a moderator lets them. */
export function BannedFold({ room }: { room: RoomState }) {
  const { calls, domain } = useChat();
  const { update } = useModeration(room);
  const [isOpen, setOpen] = useState(false);
  const banned = useQuery({
    queryKey: [own, "chat", domain, "banned", room.id],
    queryFn: async () => (await calls.members(room.id, undefined, true)).items,
    enabled: isOpen,
    refetchOnWindowFocus: false,
  });
  return (
    <details className="mt-3 border-t border-line px-2 pt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-control py-1 text-sm font-medium text-quiet hover:text-ink">Banned</summary>
      {banned.isError ? (
        <p className="py-2 text-sm text-quiet">That did not load. Close it and open it again.</p>
      ) : banned.data?.length === 0 ? (
        <p className="py-2 text-sm text-quiet">Nobody is banned.</p>
      ) : (
        <ul>
          {banned.data?.map(({ id, name, avatarUrl }) => (
            <li key={id} className="flex items-center gap-3 py-1.5">
              <Face id={id} name={name} url={avatarUrl} />
              <span className="min-w-0 flex-1 truncate text-sm">{name}</span>
              <Button size="small" aria-label={`Lift the ban of ${name}`} onPress={() => update({ userId: id, change: { banned: false } })}>
                Lift ban
              </Button>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
