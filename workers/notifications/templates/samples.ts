import type { MailKind } from "../../../contracts/mails.ts";

const home = "https://tickets.example.com";
const bookingId = "BK-20261121-7F3K9QX2MD";
const seat = (seatNumber: string, tier: string, price: number) => ({
  id: `sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_${seatNumber}`,
  seatNumber,
  section: "Stalls",
  row: "C",
  tier,
  price,
});
const seats = [seat("11", "Premium", 6500), seat("12", "Premium", 6500), seat("13", "Standard", 4200)];
const show = {
  listingId: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  title: "Hamlet",
  posterUrl: null,
  startsAt: "2027-01-15T18:30:00.000Z",
  timeZone: "Europe/Vienna",
  venue: "Grand Theatre",
  city: "Vienna",
};
const about = { name: "Ada Lovelace", currency: "EUR", show, link: `${home}/bookings/${bookingId}` };
const booked = { ...about, bookingId, seats };

const orderId = "ord_01K9Z3V6T8W2Y4A6C8E0G2J4M6";
const popcorn = { name: "Popcorn, large", variantName: "salted", quantity: 2, amount: 1300, show: null, link: null };
const poster = { name: "Poster of the season", variantName: "", quantity: 1, amount: 1900, show: null, link: null };
const tickets = { name: "Hamlet", variantName: "", quantity: 3, amount: 17_200, show, link: about.link };
const ordered = { orderId, name: about.name, currency: "EUR", link: `${home}/orders/${orderId}` };
const address = { name: "Ada Lovelace", line1: "Ringstraße 1", line2: "Tür 7", postalCode: "1010", city: "Vienna", country: "AT" };
const parcel = { ...ordered, lines: [popcorn, poster].map((line) => ({ ...line, amount: null })) };
const tracking = {
  carrier: "Österreichische Post",
  number: "RR123456785AT",
  url: "https://track.example.com/RR123456785AT?lang=en&from=mail",
};

const payment = {
  name: about.name,
  paymentId: "pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  amount: 17_200,
  currency: "EUR",
  method: "card",
  at: "2026-11-21T09:01:00.000Z",
  show,
  bookingId,
  orderId: null,
  link: about.link,
};

const mailed = (title: string, place: string, startsAt: string, timeZone: string) => ({ title, place, startsAt, timeZone });
const visit = {
  bookingId,
  show: mailed("Hamlet", "Grand Theatre, Vienna", show.startsAt, "Europe/Vienna"),
  seats: ["C11", "C12", "C13"],
  quantity: 3,
  link: about.link,
};
const code = { name: about.name, code: "027182", expiresAt: "2026-11-21T09:10:00.000Z" };

/** A believable payload of each kind of mail: for the preview, and for tests that look at every kind. */
export const samples: Record<MailKind, object> = {
  "booking-confirmed": { ...booked, amount: 17_200 },
  "booking-changed": { ...booked, replaces: "BK-20261101-4H7N2QW9KD", refund: 2300 },
  "booking-cancelled": { ...booked, seats: seats.slice(0, 1), cancelledSeats: seats.slice(1), refund: 5350 },
  "booking-refunded": { ...booked, refund: 1500 },
  "showtime-cancelled": { ...booked, seats: [], cancelledSeats: seats, refund: 17_200 },
  "showtime-changed": {
    name: about.name,
    show,
    link: about.link,
    bookingId,
    seats,
    before: "2027-01-15T17:00:00.000Z",
    refundUntil: "2027-01-13T18:30:00.000Z",
    refundPercent: 100,
  },
  "waitlist-offered": {
    ...about,
    seats: seats.slice(0, 2),
    price: 13_000,
    expiresAt: "2026-12-01T17:05:00.000Z",
    link: `${home}/pay/rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d`,
  },
  "order-paid": {
    ...ordered,
    lines: [tickets, popcorn, poster],
    subtotal: 20_400,
    discount: 480,
    promotionCode: "WINTER15",
    total: 19_920,
    address,
  },
  "order-shipped": { ...parcel, address, tracking },
  "order-delivered": { ...parcel, address, tracking },
  "order-cancelled": { ...parcel, refund: 3200, reason: "The printer is broken until spring." },
  "order-returned": { ...parcel, lines: parcel.lines.slice(1), refund: 1900, reason: null },
  "order-refunded": { ...parcel, refund: 1000, reason: "The poster was creased" },
  "payment-receipt": payment,
  "payment-failed": {
    ...payment,
    bookingId: null,
    failureCode: "insufficient_funds",
    link: `${home}/showtimes/sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6`,
  },
  "payment-refunded": { ...payment, amount: 5350, refundId: "ref_01K9Z3V6T8W2Y4A6C8E0G2J4M6", reason: "cancelled by the buyer" },
  "day-before-reminder": { ...visit, name: about.name },
  "friday-reminder": {
    name: about.name,
    week: "2027-W02",
    visits: [
      visit,
      {
        ...visit,
        bookingId: "BK-20261130-9C4V7TR1XB",
        show: mailed("Night coach to Ljubljana", "Vienna International, Vienna", "2027-01-17T21:45:00.000Z", "Europe/Vienna"),
        seats: [],
        quantity: 1,
      },
    ],
    moreVisits: 2,
    weekend: [
      {
        show: mailed("The Magic Flute", "Volksbühne, Vienna", "2027-01-16T18:00:00.000Z", "Europe/Vienna"),
        priceFrom: 2900,
        currency: "EUR",
        link: `${home}/events/evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6`,
      },
      {
        show: mailed("Metropolis, with live music", "Filmcasino, Vienna", "2027-01-17T15:00:00.000Z", "Europe/Vienna"),
        priceFrom: 1450,
        currency: "EUR",
        link: `${home}/movies/mov_01K9Z3V6T8W2Y4A6C8E0G2J4M6`,
      },
    ],
    link: `${home}/bookings`,
  },
  "message-digest": {
    name: about.name,
    total: 7,
    rooms: [
      {
        name: "Hamlet, 15 January",
        unread: 5,
        sender: "Charles",
        excerpt: "Shall we meet at the bar before it begins? I have the programme.",
        link: `${home}/chat/rom_1`,
      },
      { name: "Grace Hopper", unread: 2, sender: "Grace Hopper", excerpt: "See you on Friday!", link: `${home}/chat/rom_2` },
    ],
    moreRooms: 1,
  },
  welcome: code,
  "verify-email": code,
  "reset-password": code,
  "password-changed": { name: about.name, changedAt: "2026-11-21T09:10:00.000Z" },
  "booking-failures": {
    from: "2026-11-21T08:55:00.000Z",
    to: "2026-11-21T09:00:00.000Z",
    threshold: 50,
    total: 83,
    codes: [
      { code: "PAYMENT_PROVIDER_ERROR", failures: 61 },
      { code: "OVERLOADED", failures: 22 },
    ],
    apps: [{ appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Grand Theatre", failures: 83 }],
  },
  "webhook-disabled": {
    appName: "Grand Theatre",
    url: "https://tickets.example.com/hooks/marquee",
    endpointId: "whe_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
    reason: "FAILING",
    failingSince: "2026-11-16T09:00:00.000Z",
    lastError: "answered 503",
  },
};
