import type { Particular } from "./asks.ts";
import { personOf } from "./asks.ts";
import { bookedBy, by, heldBy, nextSeat, orderedBy, paidBy, server, soldOutFor, waitsFor } from "./buyers.ts";
import { ofCarts } from "./carts.ts";
import { ofConfiguration } from "./configuration.ts";
import { ofConversations } from "./conversations.ts";
import { ofNotifications } from "./notifications.ts";
import { ofOrders } from "./orders.ts";
import { ofProducts } from "./products.ts";
import { ofWebhooks } from "./webhooks.ts";
import { addressOf, type Person, type World } from "./world.ts";

/** Makes what a route needs, `count` times at most. Fewer where each can be used only once and there are not so many. */
type Prepare = (world: World, count: number) => Particular[] | Promise<Particular[]>;

/** Routes that the time limit does not hold for, or that need somebody outside. */
export const leftOut: Record<string, string> = {
  register: "hashes a password",
  signUp: "hashes a password",
  logIn: "hashes a password",
  logInAdmin: "hashes a password",
  changePassword: "hashes a password",
  resetPassword: "hashes a password",
  exportMe: "is an export",
  exportChatRoom: "is an export",
  exportProducts: "is an export",
  importProducts: "is an import",
  addProductImage: "takes a file",
  watchSeats: "is a socket",
  watchWaitingRoom: "is a socket",
  openRoomSocket: "is a socket",
  openStomp: "is a socket",
  watchCart: "is a socket",
  startOidcSignIn: "waits for the provider",
  finishOidcSignIn: "waits for the provider",
  redeemOidcCode: "needs a sign-in at a provider",
  readMailbox: "exists on a development machine only",
  readMailAsHtml: "exists on a development machine only",
  previewMails: "exists on a development machine only",
  previewMail: "exists on a development machine only",
};

const each = (count: number, make: (turn: number) => Particular): Particular[] => Array.from({ length: count }, (_, turn) => make(turn));
const all =
  (particular: Particular): Prepare =>
  (_, count) =>
    each(count, () => particular);
/** One after another, as a person would, and each from an address of its own. */
async function inTurn(count: number, make: (turn: number) => Promise<Particular>): Promise<Particular[]> {
  const made: Particular[] = [];
  for (let turn = 0; turn < count; turn++) made.push(await make(turn));
  return made;
}

const asAdmin = ({ admin }: World, turn: number) => ({ ...admin, "cf-connecting-ip": addressOf(turn) });

/** As many bookings as turns, for what can be done with each only once. */
const onBookings =
  (ask: (booked: { bookingId: string }, world: World) => Particular): Prepare =>
  (world, count) =>
    inTurn(count, async (turn) => {
      const booked = await bookedBy(world, turn);
      return { as: booked.person, ...ask(booked, world) };
    });
const onBooking =
  (path: (booked: { bookingId: string; ticketId: string }) => string): Prepare =>
  async (world, count) => {
    const booked = await bookedBy(world, 0);
    return each(count, () => ({ as: booked.person, path: path(booked) }));
  };

async function newApp(world: World, turn: number): Promise<{ appId: string; keyId: string }> {
  const { app } = await world.ask<{ app: { appId: string } }>("POST", "/api/v1/admin/apps", asAdmin(world, turn), {
    name: `Bench ${turn}`,
    domain: "EVENT",
  });
  const { keys } = await world.ask<{ keys: { id: string }[] }>("GET", `/api/v1/admin/apps/${app.appId}`, asAdmin(world, turn));
  return { appId: app.appId, keyId: keys[0]?.id ?? "" };
}

async function newEvent(world: World, turn: number): Promise<string> {
  const body = { title: `Hamlet ${turn}`, status: "PUBLISHED" };
  return (await world.ask<{ event: { id: string } }>("POST", "/api/v1/events", server(world, turn), body)).event.id;
}

const onListing: Prepare = (world, count) => each(count, () => ({ path: `/api/v1/events/${world.office.eventId}` }));
const onShowtime =
  (rest: string): Prepare =>
  (world, count) =>
    each(count, () => ({ path: `/api/v1/showtimes/${world.house.showtimeId}${rest}` }));
const onApp =
  (rest: (app: { keyId: string }) => string, body?: unknown): Prepare =>
  (world, count) =>
    inTurn(count, async (turn) => {
      const app = await newApp(world, turn);
      return { path: `/api/v1/admin/apps/${app.appId}${rest(app)}`, ...(body !== undefined && { body }) };
    });
const onPeople =
  (path: (person: Person) => string, body?: (turn: number) => unknown): Prepare =>
  (world, count) =>
    each(count, (turn) => ({ path: path(personOf(world, turn)), ...(body && { body: body(turn) }) }));

/** What each route is asked. A GET that is not here is asked as its path says. */
export const particulars: Record<string, Prepare> = {
  getGatewayRoutes: all({}),
  updateCircuitBreaker: all({ path: "/actuator/circuitbreakers/mail", body: { updateState: "CLOSE" } }),
  ...ofConfiguration,

  createSocketTicket: (world, count) => each(count, () => ({ body: { target: `/showtimes/${world.house.showtimeId}/live` } })),
  verifyEmail: (world, count) => each(count, (turn) => ({ body: { email: personOf(world, turn).email, otp: "000000" }, expects: 400 })),
  resendVerification: (world, count) => each(count, (turn) => ({ body: { email: personOf(world, turn).email } })),
  forgotPassword: (world, count) => each(count, (turn) => ({ body: { email: personOf(world, turn).email } })),
  getUser: onPeople(({ userId }) => `/api/v1/users/${userId}`),
  updateUser: onPeople(
    ({ userId }) => `/api/v1/users/${userId}`,
    (turn) => ({ name: `Person ${turn}` }),
  ),
  getUsers: (world, count) => each(count, () => ({ body: { ids: world.people.map(({ userId }) => userId) } })),
  emailExists: (world, count) => each(count, (turn) => ({ body: { email: personOf(world, turn).email } })),
  refreshSession: (world, count) => each(count, (turn) => ({ body: { refreshToken: personOf(world, turn).refreshToken } })),

  createApp: all({ body: { name: "Bench", domain: "EVENT" } }),
  getApp: (world, count) => each(count, () => ({ path: `/api/v1/admin/apps/${world.office.appId}` })),
  updateApp: onApp(() => "", { name: "Bench, renamed" }),
  createKey: onApp(() => "/keys", { kind: "SECRET" }),
  revokeKey: onApp(({ keyId }) => `/keys/${keyId}`),
  rotateKey: onApp(() => "/rotate-key", { kind: "SECRET" }),
  nameOrganizer: onPeople(({ userId }) => `/api/v1/organizers/${userId}`),
  dismissOrganizer: onPeople(({ userId }) => `/api/v1/organizers/${userId}`),

  restoreBackup: all({ path: "/api/v1/admin/backups/20200101T020000Z/restore", body: {}, expects: 404 }),

  searchCatalogue: all({ path: "/api/v1/search?q=hmalet" }),
  rebuildLedger: (world, count) => each(count, () => ({ body: { showtimeId: world.house.showtimeId } })),
  rebuildSearch: (world, count) => each(count, () => ({ body: { appId: world.office.appId } })),

  getEvent: onListing,
  createEvent: all({ body: { title: "Hamlet", status: "PUBLISHED" } }),
  putEvent: async (world, count) => each(count, () => ({ path: `/api/v1/events/${world.office.eventId}`, body: { status: "PUBLISHED" } })),
  updateEvent: async (world, count) =>
    each(count, () => ({ path: `/api/v1/events/${world.office.eventId}`, body: { status: "PUBLISHED" } })),
  deleteEvent: (world, count) => inTurn(count, async (turn) => ({ path: `/api/v1/events/${await newEvent(world, turn)}` })),
  createEventShowtime: async (world, count) => {
    const [eventId, venueId] = [await newEvent(world, 0), await world.office.venueWith(100)];
    const startsAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const body = { venueId, startsAt, currency: "EUR", tiers: [{ name: "Standard", price: 4500 }] };
    return each(count, () => ({ path: `/api/v1/events/${eventId}/showtimes`, body }));
  },
  getShowtime: onShowtime(""),
  createVenue: all({ body: { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" } }),
  getVenue: async (world, count) => {
    const path = `/api/v1/venues/${await world.office.venueWith(100)}`;
    return each(count, () => ({ path }));
  },

  processPayment: (world, count) =>
    inTurn(count, async (turn) => {
      const { person, reservationToken } = await heldBy(world, turn);
      return { as: person, body: { reservationToken, method: "card", token: "tok_ok" } };
    }),
  getPayment: async (world, count) => {
    const { person, paymentId } = await paidBy(world, 0);
    return each(count, () => ({ as: person, path: `/api/v1/payments/${paymentId}` }));
  },
  refundPayment: async (world, count) => {
    const { paymentId } = await bookedBy(world, 0);
    return each(count, () => ({ path: `/api/v1/payments/${paymentId}/refund`, body: { amount: 1 } }));
  },
  receivePaymentWebhook: all({ path: "/api/v1/webhooks/payments/simulated", body: { type: "charge.succeeded" }, expects: 401 }),

  createSeats: async (world, count) => {
    const { showtimeId } = await world.office.newShow(100);
    return each(count, (turn) => ({ body: { entityId: showtimeId, seats: [{ seatNumber: `N${turn}` }] } }));
  },
  blockSeats: (world, count) => each(count, () => ({ body: { seatIds: [nextSeat(world)], reason: "kept for the house" } })),
  unblockSeats: (world, count) => each(count, () => ({ body: { seatIds: [nextSeat(world)] } })),
  listSeats: (world, count) => each(count, () => ({ path: `/api/v1/seats?entityId=${world.house.showtimeId}&limit=100` })),
  getSeatMap: async (world, count) => {
    const { showtimeId } = await world.office.newShow(2000);
    return each(count, () => ({ path: `/api/v1/showtimes/${showtimeId}/seat-map` }));
  },
  getAvailability: onShowtime("/availability"),
  reserveSeat: (world, count) => each(count, () => ({ body: { seatId: nextSeat(world) } })),
  releaseSeat: (world, count) =>
    inTurn(count, async (turn) => {
      const { person, reservationToken } = await heldBy(world, turn);
      return { as: person, body: { reservationToken } };
    }),
  getReservation: async (world, count) => {
    const { person, reservationToken } = await heldBy(world, 0);
    return each(count, () => ({ as: person, path: `/api/v1/reservations/${reservationToken}` }));
  },
  confirmBooking: (world, count) =>
    inTurn(count, async (turn) => {
      const { person, reservationToken, paymentId } = await paidBy(world, turn);
      return { as: person, body: { reservationToken, paymentId } };
    }),
  getBooking: async (world, count) => {
    const { person, reservationToken, paymentId } = await paidBy(world, 0);
    const { bookingId } = await world.ask<{ bookingId: string }>("POST", "/api/v1/confirm-booking", by(world, 0, person), {
      reservationToken,
      paymentId,
    });
    return each(count, () => ({ as: person, path: `/api/v1/bookings/${bookingId}` }));
  },

  listTickets: onBooking(({ bookingId }) => `/api/v1/bookings/${bookingId}/tickets`),
  printTickets: onBooking(({ bookingId }) => `/api/v1/bookings/${bookingId}/tickets.pdf`),
  getCalendar: onBooking(({ bookingId }) => `/api/v1/bookings/${bookingId}/calendar.ics`),
  printTicket: onBooking(({ ticketId }) => `/api/v1/tickets/${ticketId}/ticket.pdf`),
  drawTicket: onBooking(({ ticketId }) => `/api/v1/tickets/${ticketId}/qr.svg`),
  checkIn: (world, count) => inTurn(count, async (turn) => ({ body: { ticket: (await bookedBy(world, turn)).ticketId, gate: "North" } })),
  checkInBatch: (world, count) =>
    inTurn(count, async (turn) => ({ body: { items: [{ ticket: (await bookedBy(world, turn)).ticketId, gate: "North" }] } })),
  getGateCounts: onShowtime("/gate-counts"),
  listBlockedSeats: onShowtime("/blocked-seats"),
  listDoor: onShowtime("/door-list"),
  getSalesReport: onShowtime("/report.csv"),
  getShowtimeSales: onShowtime("/sales"),
  openShowtimeRoom: onShowtime("/chat-room"),

  quoteCancellation: onBooking(({ bookingId }) => `/api/v1/bookings/${bookingId}/cancellation-quote`),
  cancelBooking: onBookings(({ bookingId }) => ({ path: `/api/v1/bookings/${bookingId}/cancel`, body: {} })),
  deleteBooking: onBookings(({ bookingId }) => ({ path: `/api/v1/bookings/${bookingId}` })),
  exchangeBooking: onBookings(({ bookingId }, world) => ({
    path: `/api/v1/bookings/${bookingId}`,
    body: { seatIds: [nextSeat(world)], paymentMethod: { method: "card", token: "tok_ok" } },
  })),

  joinWaitlist: async (world, count) =>
    (await soldOutFor(world, count)).map(({ person, showtimeId }) => ({ as: person, body: { entityId: showtimeId, quantity: 1 } })),
  // By now everybody waits for many showtimes, and each entry that is shown asks its own object. People wait for one or two.
  listWaitlist: all({ path: "/api/v1/waitlist?limit=2" }),
  getWaitlistEntry: async (world, count) => {
    const asks = await Promise.all((await soldOutFor(world, 1)).map((waiting) => waitsFor(world, 0, waiting)));
    return each(count, () => asks[0] ?? {});
  },
  leaveWaitlist: async (world, count) => {
    const waiting = await soldOutFor(world, count);
    return inTurn(count, (turn) => waitsFor(world, turn, waiting[turn] ?? { person: personOf(world, turn), showtimeId: "none" }));
  },
  bookTickets: (world, count) => each(count, () => ({ body: { eventId: world.office.eventId, seatIds: [nextSeat(world)] } })),
  getTicketOrder: async (world, count) => {
    const { person, path } = await orderedBy(world, 0);
    return each(count, () => ({ as: person, path }));
  },
  updateTicketOrder: (world, count) =>
    inTurn(count, async (turn) => {
      const { person, path } = await orderedBy(world, turn);
      return { as: person, path, body: { status: "CANCELLED" } };
    }),
  joinWaitingRoom: async (world, count) => {
    const { showtimeId } = await world.office.newShow(100, { waitingRoom: { admitPerSecond: 10_000 } });
    return each(count, () => ({ path: `/api/v1/waiting-room/${showtimeId}/join` }));
  },

  updateShowtime: async (world, count) => {
    const { showtimeId } = await world.office.newShow(100);
    return each(count, (turn) => ({ path: `/api/v1/showtimes/${showtimeId}`, body: { holdSeconds: 60 + (turn % 60) } }));
  },
  cancelShowtime: async (world, count) => {
    const { showtimeId } = await world.office.newShow(100);
    return each(count, () => ({ path: `/api/v1/showtimes/${showtimeId}/cancel`, body: {} }));
  },
  getCancellation: async (world, count) => {
    const { showtimeId } = await world.office.newShow(100);
    await world.ask("POST", `/api/v1/showtimes/${showtimeId}/cancel`, server(world, 0), {});
    return each(count, () => ({ path: `/api/v1/showtimes/${showtimeId}/cancellation` }));
  },

  getUserAsAdmin: onPeople(({ userId }) => `/api/v1/admin/users/${userId}`),
  replayDeadLetter: all({ path: "/api/v1/admin/dead-letters/none/replay", expects: 404 }),
  ...ofCarts,
  ...ofOrders,
  ...ofProducts,
  ...ofConversations,
  ...ofWebhooks,
  ...ofNotifications,
};

/** A third of the people: each can end their session once. */
const third = ({ people }: World, which: 0 | 1 | 2): number[] =>
  people.flatMap((_, turn) => (Math.floor((turn * 3) / people.length) === which ? [turn] : []));

/** Asked after all others: they end what the others live by. */
export const lastOfAll: Record<string, Prepare> = {
  endSession: (world) =>
    Promise.all(
      third(world, 0).map(async (turn) => {
        const person = personOf(world, turn);
        const { items } = await world.ask<{ items: { id: string }[] }>("GET", "/api/v1/auth/sessions", by(world, turn, person));
        return { as: person, path: `/api/v1/auth/sessions/${items[0]?.id ?? "none"}` };
      }),
    ),
  logOut: (world) => third(world, 1).map((turn) => ({ as: personOf(world, turn), body: {} })),
  logOutEverywhere: (world) => third(world, 2).map((turn) => ({ as: personOf(world, turn) })),
  eraseMe: (world) => each(world.people.length / 2, (turn) => ({ as: personOf(world, turn), body: {} })),
  eraseUserAsAdmin: (world) =>
    each(world.people.length / 2, (turn) => ({ path: `/api/v1/admin/users/${personOf(world, turn + world.people.length / 2).userId}` })),
};
