import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { failedWith } from "../../api/failure.ts";
import { reservationQuery, showtimeQuery } from "../../api/queries.ts";
import { domainOfParam, domainWords } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { Checkout } from "./checkout.tsx";
import { TooLate } from "./too-late.tsx";

const route = getRouteApi("/pay/$token");

/** Paying for a hold. Everything is asked of the server again, so a reload changes nothing. */
export function PayPage() {
  const { token } = route.useParams();
  const found = useQuery(reservationQuery(domainOfParam(route.useSearch().d), token));
  const reservation = found.data?.reservation;
  const show = useQuery({ ...showtimeQuery(found.data?.domain, reservation?.showtimeId ?? ""), enabled: reservation !== undefined });

  if (failedWith(found.error, "RESERVATION_NOT_FOUND", "ROUTE_NOT_FOUND", "RESERVATION_NOT_YOURS")) {
    return <Failed whole error={found.error} title="This hold cannot be paid here" />;
  }
  if (found.isError) return <Failed whole error={found.error} retry={() => void found.refetch()} title="Your hold did not load" />;
  if (found.data === undefined || reservation === undefined) return <PagePending />;
  const { domain } = found.data;
  if (reservation.bookingId !== null) {
    return <Navigate to="/bookings/$id" params={{ id: reservation.bookingId }} search={{ d: domainWords[domain].param }} replace />;
  }
  // The new seats of an exchange are paid for where they were chosen.
  if (reservation.exchanges !== null) {
    return <Navigate to="/bookings/$id" params={{ id: reservation.exchanges }} search={{ d: domainWords[domain].param }} replace />;
  }
  return (
    <>
      <PageHead title="Pay" />
      {reservation.status !== "ACTIVE" ? (
        <TooLate domain={domain} showtimeId={reservation.showtimeId} released={reservation.status === "RELEASED"} refundId={undefined} />
      ) : (
        <Checkout key={token} reservation={reservation} domain={domain} show={show.data} />
      )}
    </>
  );
}
