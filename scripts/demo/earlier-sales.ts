import type { SeatMapLayout } from "../../contracts/seats.ts";
import type { Api } from "./api.ts";
import type { NewShowtime } from "./demo-catalogue.ts";
import { registered } from "./demo-people.ts";
import type { DemoApp } from "./demo-state.ts";
import { orderBefore } from "./earlier-orders.ts";
import { demoUser, earlierBuyers } from "./programme.ts";
import { randomFrom } from "./random.ts";
import { sideBySide } from "./side-by-side.ts";

/** Registers the demo user, and sells some seats of the next showtimes, and some things of the first app's shop, the way that anybody buys: hold, pay, confirm. */
export async function sellBefore(
  api: Api,
  app: DemoApp,
  shows: readonly { app: DemoApp; show: NewShowtime }[],
): Promise<{ bookings: number }> {
  await registered(api, app, demoUser);
  if (shows.length === 0) return { bookings: 0 };
  const buyers: string[] = [];
  await sideBySide(earlierBuyers, 2, async (name) => {
    const username = name.toLowerCase().replace(" ", ".");
    const buyer = { email: `${username}@marquee.test`, password: crypto.randomUUID(), name, username };
    buyers.push((await registered(api, app, buyer)).accessToken);
  });
  await orderBefore(api, app, buyers);
  let bookings = 0;
  await sideBySide(shows, 4, async ({ app: seller, show }) => {
    const own = { appId: seller.appId, key: seller.secretKey };
    const layout = await api.call<SeatMapLayout>("GET", `/showtimes/${show.showtime.id}/seat-map`, own);
    for (const { buyer, seatIds } of partiesFor(layout, show.demo.soldSeats, buyers)) {
      await buy(api, { ...own, token: buyer }, seatIds);
      bookings++;
    }
  });
  return { bookings };
}

async function buy(api: Api, caller: { appId: string; key: string; token: string }, seatIds: string[]): Promise<void> {
  const { reservationToken } = await api.call<{ reservationToken: string }>("POST", "/reserve-seat", { ...caller, body: { seatIds } });
  const { payment } = await api.call<{ payment: { id: string } }>("POST", "/payments/process", {
    ...caller,
    body: { reservationToken, method: "card", token: "tok_ok" },
  });
  await api.call("POST", "/confirm-booking", { ...caller, body: { reservationToken, paymentId: payment.id } });
}

const seatsPerBuyerMax = 10;
/** Couples, families, and now and then a whole class. */
const sizes = [2, 2, 3, 4, 4, 6, 8, 10];

/** Parties of two to ten who sit together, until about `seats` seats are gone or every buyer has the most that one may have. */
function* partiesFor(layout: SeatMapLayout, seats: number, buyers: readonly string[]): Generator<{ buyer: string; seatIds: string[] }> {
  const random = randomFrom(`${layout.seatCount} seats, ${seats} sold`);
  const rows = layout.sections.flatMap((section) => section.rows.map((row) => row.seats.map((seat) => seat.id)));
  const taken = new Set<string>();
  const had = new Map(buyers.map((buyer) => [buyer, 0]));
  for (let attempt = 0; attempt < seats * 4 && taken.size < seats; attempt++) {
    const size = sizes[Math.floor(random() * sizes.length)] ?? 2;
    const buyer = buyers.find((each) => (had.get(each) ?? 0) + size <= seatsPerBuyerMax);
    const row = rows[Math.floor(random() * rows.length)] ?? [];
    const start = Math.floor(random() * Math.max(1, row.length - size));
    const seatIds = row.slice(start, start + size);
    if (buyer === undefined || seatIds.length < size || seatIds.some((id) => taken.has(id))) continue;
    for (const id of seatIds) taken.add(id);
    had.set(buyer, (had.get(buyer) ?? 0) + size);
    yield { buyer, seatIds };
  }
}
