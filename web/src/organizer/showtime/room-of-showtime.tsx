import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { request } from "../../api/request.ts";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import { ownShowtimeQuery } from "../api/organizer-queries.ts";

/** The room where a showtime's ticket holders meet: opened once, by the organizer. A cancelled showtime keeps the one that it has. */
export function RoomOfShowtime({ show }: { show: ShowtimeWithListing }) {
  const { id, chatRoomId: roomId } = show;
  const { domain } = show.listing;
  const queryClient = useQueryClient();
  const open = useMutation({
    mutationFn: () => request(domain, `/showtimes/${id}/chat-room`, { method: "POST" }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ownShowtimeQuery(domain, id).queryKey }),
  });
  if (roomId === null && show.status === "CANCELLED") return null;
  return (
    <section aria-labelledby="room" className="grid justify-items-start gap-3 border-t border-line pt-6">
      <h2 id="room" className="text-lg">
        A room for the audience
      </h2>
      <p className="max-w-xl text-sm text-quiet">
        {roomId === null
          ? "Everybody with a ticket can talk there. People come in with their booking and leave with their last ticket. You run it, and may invite guests."
          : "Everybody with a ticket is in it. It hears by itself when the showtime moves, when seats come back and when the doors open."}
      </p>
      {roomId === null ? (
        <Button isDisabled={open.isPending} onPress={() => open.mutate()}>
          <MessagesSquare className="size-4" aria-hidden />
          {open.isPending ? "Opening…" : "Open the room"}
        </Button>
      ) : (
        <Link to="/chat/$roomId" params={{ roomId }} search={{ d: domainWords[domain].param }} className={buttonStyle("plain")}>
          <MessagesSquare className="size-4" aria-hidden />
          To the room
        </Link>
      )}
      <FormFailure error={open.error} />
    </section>
  );
}
