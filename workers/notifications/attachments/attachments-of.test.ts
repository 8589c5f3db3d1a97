import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, type TestUser } from "../../../test/harness.ts";
import { textOf } from "../../../test/pdf-text.ts";
import type { Attachment } from "../transport.ts";
import { attachmentNames } from "./attachment-names.ts";
import { attachmentsOf } from "./attachments-of.ts";

let house: House;
let ada: TestUser;
beforeAll(async () => {
  house = await openHouse(6, { cancellationPolicy: { fullRefundUntilHours: 1 } });
  ada = await makeUser(house.app);
});

const nameOf = ({ filename }: { filename: string }) => filename;
const named = (files: readonly Attachment[], name: string): Uint8Array =>
  files.find(({ filename }) => filename === name)?.content ?? new Uint8Array();
/** The properties of a calendar file: the first of each name. */
const calendarIn = (files: readonly Attachment[], name: string): Record<string, string> =>
  Object.fromEntries(
    new TextDecoder()
      .decode(named(files, name))
      .replaceAll(/\r\n[ \t]/g, "")
      .split("\r\n")
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)] as const)
      .toReversed(),
  );
/** Until D1 has heard of it. */
async function projected({ bookingId }: Booking, status: string, seats: number): Promise<void> {
  await expect
    .poll(() => env.DB.prepare("SELECT status || json_array_length(seats) AS s FROM bookings WHERE id = ?").bind(bookingId).first("s"), {
      timeout: 15_000,
      interval: 50,
    })
    .toBe(`${status}${seats}`);
}

it("a booking's mail takes tickets to print, an entry for a calendar and each ticket's code along; of what was given back meanwhile, nothing", async () => {
  const booking = await buy(ada, [seatAt(house, 0), seatAt(house, 1), seatAt(house, 2)]);
  await projected(booking, "CONFIRMED", 3);
  const files = await attachmentsOf(env, "booking-confirmed", booking);
  const names = attachmentNames("booking-confirmed", booking);
  expect(files.map(({ content: _, ...file }) => file)).toEqual(names);
  const pages = await textOf(named(files, "tickets.pdf"));
  expect(pages.map((page) => /A\d/.exec(page)?.[0])).toEqual(["A1", "A2", "A3"]);
  for (const page of pages) expect(page).toContain(booking.bookingId);
  expect(calendarIn(files, "booking.ics")).toMatchObject({
    METHOD: "PUBLISH",
    UID: `${booking.bookingId}@marquee`,
    STATUS: "CONFIRMED",
    SUMMARY: "Hamlet",
    LOCATION: "Grand Theatre\\, Vienna",
  });
  expect(files.filter(({ contentId }) => contentId !== undefined).map(({ content }) => [...content.subarray(1, 4)])).toEqual(
    [1, 2, 3].map(() => [0x50, 0x4e, 0x47]),
  );

  await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user: ada, body: { seatIds: [seatAt(house, 0)] } });
  await projected(booking, "CONFIRMED", 2);
  const fewer = await attachmentsOf(env, "booking-confirmed", booking);
  expect(fewer.map(nameOf)).toEqual(["tickets.pdf", "booking.ics", "ticket-2.png", "ticket-3.png"]);
  expect(await textOf(named(fewer, "tickets.pdf"))).toHaveLength(2);
  const partly = { bookingId: booking.bookingId, seats: booking.seats.slice(1), cancelledSeats: booking.seats.slice(0, 1) };
  expect((await attachmentsOf(env, "booking-cancelled", partly)).map(nameOf)).toEqual(["booking.ics"]);

  await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user: ada });
  await projected(booking, "CANCELLED", 0);
  expect(await attachmentsOf(env, "booking-confirmed", booking)).toEqual([]);
  const over = await attachmentsOf(env, "booking-cancelled", { bookingId: booking.bookingId, seats: [], cancelledSeats: booking.seats });
  expect(over.map(nameOf)).toEqual(["cancelled.ics"]);
  const [before, after] = [calendarIn(files, "booking.ics"), calendarIn(over, "cancelled.ics")];
  expect(after).toMatchObject({ METHOD: "CANCEL", STATUS: "CANCELLED", UID: before.UID });
  expect(Number(after.SEQUENCE)).toBeGreaterThan(Number(before.SEQUENCE));
});

it("after a new time the tickets and the entry say it, and the entry takes the place of the one before", async () => {
  const booking = await buy(ada, [seatAt(house, 3)]);
  await projected(booking, "CONFIRMED", 1);
  const before = calendarIn(await attachmentsOf(env, "booking-confirmed", booking), "booking.ics");
  const body = { startsAt: "2099-07-15T18:30:00.000Z" };
  expect((await call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body })).status).toBe(200);
  const files = await attachmentsOf(env, "showtime-changed", booking, () => Date.now() + 5000);
  const [page] = await textOf(named(files, "tickets.pdf"));
  expect(page).toContain("Wednesday 15 July 2099");
  const after = calendarIn(files, "booking.ics");
  expect(after).toMatchObject({ "DTSTART;TZID=Europe/Vienna": "20990715T203000", UID: before.UID });
  expect(Number(after.SEQUENCE)).toBeGreaterThan(Number(before.SEQUENCE));
});

it("mails of other kinds, and of bookings that nobody knows, take nothing along", async () => {
  const unknown = { bookingId: "BK-20261121-UNKNOWN", seats: [{ id: "sea_1" }] };
  expect(await attachmentsOf(env, "booking-confirmed", unknown)).toEqual([]);
  for (const kind of ["payment-receipt", "order-paid", "waitlist-offered", "booking-refunded"] as const) {
    expect(attachmentNames(kind, unknown)).toEqual([]);
    expect(await attachmentsOf(env, kind, unknown)).toEqual([]);
  }
});
