import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ShowtimeSales } from "../../../../contracts/sales.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { countWords } from "../../admin/parts/chart-words.ts";
import { ConfirmByTyping } from "../../admin/parts/confirm-by-typing.tsx";
import { request } from "../../api/request.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { ownListingQuery, ownShowtimeQuery } from "../api/organizer-queries.ts";

/** Ends a showtime for good: every booking is cancelled and all of its money goes back. */
export function CancelShowtime({ show, sales }: { show: ShowtimeWithListing; sales: ShowtimeSales | undefined }) {
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const { domain, title } = show.listing;
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () =>
      request(domain, `/showtimes/${show.id}/cancel`, { method: "POST", body: reason.trim() === "" ? {} : { reason: reason.trim() } }),
    onSuccess: async () => {
      setAsking(false);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ownShowtimeQuery(domain, show.id).queryKey }),
        queryClient.invalidateQueries({ queryKey: ownListingQuery(show.listingId).queryKey }),
      ]);
    },
  });
  const bookings = sales?.bookings ?? 0;
  return (
    <section className="grid justify-items-start gap-3 border-t border-line pt-6">
      <h2 className="text-lg">Cancel the showtime</h2>
      <p className="max-w-xl text-sm text-quiet">Everybody gets all of their money back and a mail that says so. It cannot be undone.</p>
      <Button variant="loss" onPress={() => setAsking(true)}>
        Cancel showtime
      </Button>
      <ConfirmByTyping
        title="Cancel this showtime?"
        word={title.trim()}
        action="Cancel showtime"
        acting="Cancelling…"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        attempt={cancel}
      >
        {bookings === 0 || sales === undefined
          ? "Nobody has booked yet. The sale ends at once."
          : `${bookings === 1 ? "1 booking is" : `${countWords(bookings)} bookings are`} cancelled and ${money(sales.revenue - sales.refunded, sales.currency)} goes back.`}
        <label className="mt-4 grid gap-1.5 font-medium text-ink">
          Why? People read it in their mail
          <input
            value={reason}
            maxLength={200}
            placeholder="The lead is ill"
            onChange={({ target }) => setReason(target.value)}
            className="h-10 w-full rounded-control border border-edge bg-raised px-3 font-normal focus:outline-2 focus:outline-accent-text"
          />
        </label>
      </ConfirmByTyping>
    </section>
  );
}
