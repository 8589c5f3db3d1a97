import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BookingWithShow, CancelledBooking } from "../../../../../contracts/bookings.ts";
import { quoteQuery } from "../../../api/after-sale-queries.ts";
import { bookingQuery, bookingsQuery, showtimeQuery } from "../../../api/queries.ts";
import { request } from "../../../api/request.ts";
import type { Domain } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { policyWords } from "../../../policy-words.ts";
import { seats as seatWords } from "../../../words.ts";
import { Cancelled } from "./cancelled.tsx";
import { RefundPreview } from "./refund-preview.tsx";
import { unchangeable } from "./refusal-words.ts";
import { SeatChoices } from "./seat-choices.tsx";

interface CancelDialogProps {
  booking: BookingWithShow;
  domain: Domain;
  isOpen: boolean;
  onClose: () => void;
}

/** Gives a booking back, or some of its seats. What comes back is said before anything is asked. */
export function CancelDialog({ booking, domain, isOpen, onClose }: CancelDialogProps) {
  const [done, setDone] = useState<CancelledBooking>();
  const close = () => {
    setDone(undefined);
    onClose();
  };
  return (
    <Dialog title={done === undefined ? "Cancel" : "Cancelled"} isOpen={isOpen} onClose={close}>
      {done === undefined ? (
        <CancelForm booking={booking} domain={domain} done={setDone} leave={close} />
      ) : (
        <Cancelled done={done} leave={close} />
      )}
    </Dialog>
  );
}

interface CancelFormProps {
  booking: BookingWithShow;
  domain: Domain;
  done: (cancelled: CancelledBooking) => void;
  leave: () => void;
}

function CancelForm({ booking, domain, done, leave }: CancelFormProps) {
  const { bookingId, seats, showtimeId } = booking;
  const [chosen, setChosen] = useState(() => seats.map((seat) => seat.id));
  const queryClient = useQueryClient();
  const quote = useQuery({ ...quoteQuery(domain, bookingId, chosen), enabled: chosen.length > 0 });
  const show = useQuery(showtimeQuery(domain, showtimeId));
  const cancel = useMutation({
    mutationFn: () =>
      request<CancelledBooking>(domain, `/bookings/${bookingId}/cancel`, {
        method: "POST",
        body: chosen.length === seats.length ? {} : { seatIds: chosen },
        headers: { "idempotency-key": crypto.randomUUID() },
      }),
    onSuccess: (cancelled) => {
      for (const d of [domain, undefined]) {
        queryClient.setQueryData(bookingQuery(d, bookingId).queryKey, (old) =>
          old === undefined ? old : { ...old, booking: { ...old.booking, ...cancelled.booking } },
        );
      }
      void queryClient.invalidateQueries({ queryKey: bookingsQuery.queryKey });
      done(cancelled);
    },
    // What it would give back may be what changed.
    onError: () => void quote.refetch(),
  });
  const refused = quote.data?.cancellable === false;
  return (
    <div className="grid gap-4">
      {seats.length > 1 ? (
        <SeatChoices seats={seats} currency={booking.currency} chosen={chosen} choose={setChosen} disabled={cancel.isPending} />
      ) : null}
      <RefundPreview none={chosen.length === 0} quote={quote} />
      {show.data === undefined || refused ? null : <p className="text-sm text-quiet">{policyWords(show.data)}</p>}
      <FormFailure error={unchangeable(cancel.error) === undefined ? cancel.error : null} />
      {unchangeable(cancel.error) === undefined ? null : (
        <p role="alert" className="text-sm text-loss">
          {unchangeable(cancel.error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onPress={leave}>
          Keep my {seats.length === 1 ? "seat" : "seats"}
        </Button>
        <Button
          variant="loss"
          isDisabled={chosen.length === 0 || quote.data === undefined || refused}
          isPending={cancel.isPending}
          onPress={() => cancel.mutate()}
        >
          {cancel.isPending ? "Cancelling…" : `Cancel ${seatWords(chosen.length)}`}
        </Button>
      </div>
    </div>
  );
}
