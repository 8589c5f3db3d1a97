import { Link } from "@tanstack/react-router";
import { Timer, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { CartItem } from "../../../../contracts/cart.ts";
import { own } from "../../api/queries.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { money } from "../../money.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Poster } from "../../parts/poster.tsx";
import { queryClient } from "../../query-client.ts";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock, minutesAndSeconds } from "../../time.ts";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { seats as seatWords } from "../../words.ts";
import { rereadCart } from "./cart-queries.ts";
import { problemWords, refusalWords } from "./problem-words.ts";
import { useWishFailure, wishRemoved } from "./wishes.ts";

interface TicketsLineProps {
  domain: Domain;
  item: Extract<CartItem, { kind: "TICKETS" }>;
  currency: string;
  leave: () => void;
}
const namedMax = 4;

/** Held seats, with how long they still are. Taking them out gives them back, so that is asked first. */
export function TicketsLine({ domain, item, currency, leave }: TicketsLineProps) {
  const [asking, setAsking] = useState(false);
  const left = useSecondsLeft(item.expiresAt);
  const over = item.problem !== null || left === 0;
  const failure = refusalWords(useWishFailure(item.id));
  // The server says what its end means for the cart.
  useEffect(() => {
    if (left === 0) void rereadCart(domain);
  }, [left, domain]);
  const remove = () => {
    forgetHold(item.reservationToken);
    // The seat map shows what one holds.
    void wishRemoved(domain, item.id).then(() => queryClient.invalidateQueries({ queryKey: [own, "reservations"] }));
  };
  return (
    <div className="flex gap-4 py-4">
      <Poster
        title={item.name}
        url={item.imageUrl}
        className={`w-18 shrink-0 self-start rounded-control ${over ? "opacity-60 grayscale" : ""}`}
      />
      <div className="grid min-w-0 flex-1 content-start gap-1">
        <div className="flex justify-between gap-3">
          <Link
            to="/showtimes/$id"
            params={{ id: item.showtimeId }}
            search={{ d: domainWords[domain].param }}
            onClick={leave}
            className="line-clamp-2 font-medium hover:underline"
          >
            {item.name}
          </Link>
          <p className={`tabular shrink-0 font-medium ${over ? "text-quiet line-through" : ""}`}>{money(item.price, currency)}</p>
        </div>
        <p className="tabular truncate text-sm text-quiet">
          {dayAndClock(item.startsAt, item.timeZone)} · {item.venue}
        </p>
        <p className="tabular text-sm text-quiet">
          {item.seats.length <= namedMax ? item.seats.map((seat) => placeOf(seat)).join(" · ") : seatWords(item.seats.length)}
        </p>
        <div className="flex min-h-11 items-center justify-between gap-2">
          {over ? (
            <p role="alert" className="text-sm text-loss">
              {problemWords({ ...item, problem: item.problem ?? "RESERVATION_EXPIRED" }, currency)}
            </p>
          ) : asking ? (
            <p className="text-sm">Give {item.seats.length === 1 ? "this seat" : "these seats"} back?</p>
          ) : (
            <p className={`tabular flex items-center gap-1.5 text-sm ${left <= 30 ? "font-semibold text-loss" : ""}`}>
              <Timer className="size-4" aria-hidden />
              <span role="timer" aria-label="Held for you, time left">
                Held for {minutesAndSeconds(left)}
              </span>
            </p>
          )}
          {asking && !over ? (
            <span className="flex shrink-0 gap-1">
              <Button variant="ghost" size="small" onPress={() => setAsking(false)}>
                Keep
              </Button>
              <Button variant="loss" size="small" autoFocus onPress={remove}>
                Give back
              </Button>
            </span>
          ) : (
            <IconButton
              aria-label={`Take out the tickets for ${item.name}`}
              className="shrink-0 text-quiet hover:text-ink max-sm:size-11"
              onPress={() => (over ? remove() : setAsking(true))}
            >
              <Trash2 className="size-4" aria-hidden />
            </IconButton>
          )}
        </div>
        {failure === "" ? null : (
          <p role="alert" className="text-sm text-loss">
            {failure}
          </p>
        )}
      </div>
    </div>
  );
}
