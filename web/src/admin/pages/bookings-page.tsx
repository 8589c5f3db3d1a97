import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { AdminBooking } from "../../../../contracts/admin.ts";
import { money } from "../../money.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { dayAndClock } from "../../time.ts";
import { adminBookingsQuery } from "../api/admin-queries.ts";
import { queryOf } from "../api/admin-request.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { AppFilter } from "../parts/app-filter.tsx";
import { Badge, type Tone } from "../parts/badge.tsx";
import { CsvButton } from "../parts/csv-button.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { ChoiceFilter, Filters, PeriodFilter, TextFilter } from "../parts/filters.tsx";
import { Moment } from "../parts/moment.tsx";
import { CursorPager } from "../parts/pager.tsx";
import { rowLink } from "../parts/row-link.ts";
import { BookingDetails } from "./booking-details.tsx";

const statuses = [
  ["CONFIRMED", "Confirmed"],
  ["CANCELLED", "Cancelled"],
  ["EXCHANGED", "Exchanged"],
] as const;
const tones: Record<AdminBooking["status"], Tone> = { CONFIRMED: "good", CANCELLED: "bad", EXCHANGED: "plain" };

const columnsOf = (open: (booking: AdminBooking) => void): Column<AdminBooking>[] => [
  {
    name: "Booking",
    cell: (booking) => (
      <button type="button" className={rowLink} onClick={() => open(booking)}>
        <code className="text-xs whitespace-nowrap">{booking.bookingId}</code>
      </button>
    ),
  },
  {
    name: "Status",
    cell: ({ status }) => <Badge tone={tones[status]}>{statuses.find(([value]) => value === status)?.[1] ?? status}</Badge>,
  },
  {
    name: "For",
    cell: ({ show, app }) => (
      <div className="min-w-56">
        <p className="font-medium">{show?.title ?? "–"}</p>
        <p className="text-xs text-quiet">
          {show === null ? "" : `${dayAndClock(show.startsAt, show.timeZone)} · `}
          {app.name}
        </p>
      </div>
    ),
  },
  { name: "Seats", isNumber: true, cell: ({ seats }) => seats.length },
  { name: "Amount", isNumber: true, cell: ({ amount, currency }) => money(amount, currency) },
  {
    name: "Buyer",
    cell: ({ user }) =>
      user === null ? (
        <span className="text-quiet">Erased</span>
      ) : (
        <Link to="/admin/users/$id" params={{ id: user.id }} className={`${rowLink} whitespace-nowrap`} title={user.email}>
          {user.name}
        </Link>
      ),
  },
  { name: "Booked", cell: ({ bookingDate }) => <Moment at={bookingDate} /> },
];

export function BookingsPage() {
  const { status, appId, q, from, to, cursor } = useSearch({ from: "/admin/bookings" });
  const filter = { status, appId, q, from, to };
  const bookings = useQuery(adminBookingsQuery(queryOf({ ...filter, cursor, limit: 50 })));
  const [opened, setOpened] = useState<AdminBooking | null>(null);
  const columns = useMemo(() => columnsOf(setOpened), []);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <AdminHead title="Bookings" lead="In all apps, the newest first. Times in UTC, shows in their own zone.">
        <CsvButton path="/bookings" query={queryOf(filter)} name="bookings.csv" />
      </AdminHead>
      <Filters>
        <TextFilter name="q" label="Look up" placeholder="Booking, payment, person’s id or e-mail" wide />
        <ChoiceFilter name="status" label="Status" all="All" choices={statuses} />
        <AppFilter />
        <PeriodFilter />
      </Filters>
      <DataTable
        label="Bookings"
        columns={columns}
        rows={bookings.data?.items}
        keyOf={(booking) => booking.bookingId}
        error={bookings.error}
        retry={() => void bookings.refetch()}
        isStale={bookings.isPlaceholderData}
        empty={isFiltered ? "No booking is like this. Take a filter away." : "Nothing has been booked yet."}
      />
      <CursorPager cursor={cursor} nextCursor={bookings.data?.nextCursor} />
      <Dialog title={opened?.bookingId ?? ""} isOpen={opened !== null} onClose={() => setOpened(null)} wide>
        {opened === null ? null : <BookingDetails booking={opened} />}
      </Dialog>
    </>
  );
}
