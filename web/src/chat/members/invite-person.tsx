import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import type { RoomState } from "../core/room-state.ts";
import { Face } from "../parts/face.tsx";
import { useMembers } from "../room/use-readers.ts";
import { useChat, usePeople } from "../use-chat.ts";

const shownMax = 6;

/** Invites somebody whom one knows from another room. Strangers are nobody's to look through. */
export function InvitePerson({ room }: { room: RoomState }) {
  const { calls, store } = useChat();
  const people = usePeople();
  const { members } = useMembers(room);
  const [text, setText] = useState("");
  const [invited, setInvited] = useState<readonly string[]>([]);
  const invite = useMutation({
    mutationFn: (userId: string) => calls.invite(room.id, { userId }),
    onSuccess: (_, userId) => setInvited((before) => [...before, userId]),
  });
  const wanted = text.trim().toLowerCase();
  const inside = new Set([store.me, ...members.map(({ id }) => id)]);
  const found = people.all
    .filter(({ id, name, username }) => !inside.has(id) && `${name} ${username}`.toLowerCase().includes(wanted))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, shownMax);
  return (
    <section aria-label="People" className="grid gap-2">
      <h3 className="text-sm font-medium">Somebody you know from another room</h3>
      <input
        type="search"
        aria-label="Name"
        placeholder="Name"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={inputStyle("dense", "focus:outline-2 focus:outline-accent-text")}
      />
      <FormFailure error={invite.error} />
      {found.length === 0 ? (
        <p className="py-2 text-sm text-quiet">
          {wanted === "" ? "You have met nobody yet who is not here." : "You have met nobody of that name."}
        </p>
      ) : (
        <ul>
          {found.map(({ id, name, username, avatarUrl }) => (
            <li key={id} className="flex items-center gap-3 py-1.5">
              <Face id={id} name={name} url={avatarUrl} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm font-medium">{name}</span>
                <span className="block truncate text-xs text-quiet">@{username}</span>
              </span>
              {invited.includes(id) ? (
                <span className="text-sm text-quiet">Invited</span>
              ) : (
                <Button size="small" aria-label={`Invite ${name}`} isDisabled={invite.isPending} onPress={() => invite.mutate(id)}>
                  Invite
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
