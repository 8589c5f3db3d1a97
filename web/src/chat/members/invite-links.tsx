import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ChoiceField } from "../../admin/parts/choice-field.tsx";
import { own } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import type { RoomState } from "../core/room-state.ts";
import { fullMoment } from "../parts/clock.ts";
import { useChat } from "../use-chat.ts";
import { LinkShown } from "./room-link.tsx";

const lives = { "3600": "An hour", "86400": "A day", "604800": "A week", "2592000": "30 days" };

/** Links that let people into a private room, made and withdrawn by moderators. A link is shown once. */
export function InviteLinks({ room }: { room: RoomState }) {
  const { calls, domain } = useChat();
  const queries = useQueryClient();
  const queryKey = [own, "chat", domain, "invites", room.id];
  const [seconds, setSeconds] = useState<keyof typeof lives>("604800");
  const invites = useQuery({ queryKey, queryFn: () => calls.invites(room.id), refetchOnWindowFocus: false });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const make = useMutation({ mutationFn: () => calls.invite(room.id, { expiresInSeconds: Number(seconds) }), onSuccess: refresh });
  const revoke = useMutation({ mutationFn: (id: string) => calls.revoke(room.id, id), onSuccess: refresh });
  const links = (invites.data ?? []).filter(({ userId, id }) => userId === null && id !== make.data?.id);
  return (
    <section aria-label="Links" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {make.data === undefined ? (
        <div className="grid grid-cols-[1fr_auto] items-center gap-3">
          <ChoiceField label="The link is good for" value={seconds} choices={lives} onChange={setSeconds} />
          <Button variant="primary" className="mt-1.5" isDisabled={make.isPending} onPress={() => make.mutate()}>
            Make a link
          </Button>
        </div>
      ) : (
        <LinkShown
          url={`${location.origin}/chat/${room.id}?d=${domainWords[domain].param}&invite=${make.data.token}`}
          words={`Whoever has it may join until ${fullMoment(make.data.expiresAt)}. It is shown here only once.`}
        />
      )}
      <FormFailure error={make.error ?? revoke.error} />
      {links.length === 0 ? null : (
        <ul className="grid gap-1 border-t border-line pt-2">
          {links.map(({ id, uses, expiresAt }) => (
            <li key={id} className="flex items-center gap-3 text-sm">
              <span className="min-w-0 flex-1 truncate text-quiet">
                Until {fullMoment(expiresAt)} · {uses === 1 ? "used once" : uses === 0 ? "not used" : `used ${uses} times`}
              </span>
              <Button size="small" variant="loss" isDisabled={revoke.isPending} onPress={() => revoke.mutate(id)}>
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
