import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { limits } from "../../../../contracts/limits.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { request } from "../../api/request.ts";
import { seatNames } from "../../pages/seats/seat-words.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import { seats as seatWords } from "../../words.ts";
import { blockedSeatsQuery } from "../api/organizer-queries.ts";
import type { LiveHouse } from "./use-house.ts";

interface BlockBarProps {
  show: ShowtimeWithListing;
  house: LiveHouse;
  picked: ReadonlySet<number>;
  letGo: () => void;
}

const namedMost = 8;
const reasonsMost = 3;

/** What can be done with the picked seats: keep free ones from sale, or put blocked ones on sale again. */
export function BlockBar({ show, house, picked, letGo }: BlockBarProps) {
  const [reason, setReason] = useState("");
  const seats = house.store.plan.seats.filter(({ index }) => picked.has(index));
  const of = (status: string) => seats.filter(({ index }) => house.statuses[index] === status).map(({ id }) => id);
  const [free, blocked] = [of("free"), of("blocked")];
  const whyQuery = blockedSeatsQuery(show.listing.domain, show.id);
  const why = useQuery({ ...whyQuery, enabled: blocked.length > 0 });
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: async ({ path, ids }: { path: "block" | "unblock"; ids: string[] }) => {
      const why = path === "block" && reason.trim() !== "" ? { reason: reason.trim() } : {};
      for (let from = 0; from < ids.length; from += limits.seatsPerCallMax) {
        const seatIds = ids.slice(from, from + limits.seatsPerCallMax);
        await request(show.listing.domain, `/seats/${path}`, { method: "POST", body: { seatIds, ...why } });
      }
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: whyQuery.queryKey });
      setReason("");
      letGo();
    },
  });
  if (seats.length === 0) return null;
  const reasons = new Set(why.data?.flatMap(({ id, reason }) => (reason !== null && blocked.includes(id) ? [reason] : [])));
  return (
    <section
      aria-label="Picked seats"
      className="rise absolute inset-x-3 bottom-3 z-10 grid gap-3 rounded-card border border-line bg-raised p-3 pr-16 shadow-(--float) sm:right-auto sm:w-96 sm:pr-3"
    >
      <div className="flex items-start justify-between gap-2">
        <p className="text-sm">
          <span className="font-semibold">{seats.length > namedMost ? seatWords(seats.length) : seatNames(seats)}</span>{" "}
          <span className="text-quiet">
            {[
              free.length > 0 ? `${free.length} free` : "",
              blocked.length > 0 ? `${blocked.length} blocked` : "",
              seats.length > free.length + blocked.length ? `${seats.length - free.length - blocked.length} held or sold` : "",
            ]
              .filter(Boolean)
              .join(", ")}
          </span>
        </p>
        <IconButton aria-label="Let go of the seats" className="-m-2" onPress={letGo}>
          <X className="size-4" aria-hidden />
        </IconButton>
      </div>
      {reasons.size === 0 ? null : <p className="text-sm text-quiet">Blocked: {[...reasons].slice(0, reasonsMost).join(" · ")}</p>}
      {free.length === 0 ? null : (
        <input
          aria-label="Why they are blocked"
          placeholder="Why? The mixing desk stands here"
          maxLength={limits.nameCharsMax}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          className={inputStyle("dense", "focus:outline-2 focus:outline-accent-text")}
        />
      )}
      <FormFailure error={act.error} />
      <div className="flex flex-wrap gap-2">
        {free.length === 0 ? null : (
          <Button variant="primary" size="dense" isPending={act.isPending} onPress={() => act.mutate({ path: "block", ids: free })}>
            Block {seatWords(free.length)}
          </Button>
        )}
        {blocked.length === 0 ? null : (
          <Button size="dense" isPending={act.isPending} onPress={() => act.mutate({ path: "unblock", ids: blocked })}>
            Put {seatWords(blocked.length)} on sale
          </Button>
        )}
      </div>
    </section>
  );
}
