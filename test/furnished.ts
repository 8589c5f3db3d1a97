import { env } from "cloudflare:workers";
import type { Listing } from "../contracts/listings.ts";
import type { ShowtimeWithListing } from "../contracts/showtimes.ts";
import type { Domain } from "../contracts/tenants.ts";
import type { BookedTickets } from "../contracts/ticket-orders.ts";
import type { WaitlistEntry } from "../contracts/waitlist.ts";
import { type Operation, pathWith, resolved } from "./api-document.ts";
import { buy, hold, openHouse, seatAt } from "./box-office.ts";
import { ticketOf } from "./door.ts";
import { type Call, call, makeApp, makeUser, someAddress, type TestUser } from "./harness.ts";
import { addToCart, buy as buyProduct, makeProduct, makePromotion } from "./shop.ts";
import { addPicture } from "./shop-writes.ts";
import { testedEndpoint } from "./webhooks.ts";

const kinds = [
  "event",
  "movie",
  "bus",
  "showtime",
  "venue",
  "seat",
  "reservation",
  "booking",
  "ticket",
  "ticketOrder",
  "waitlistEntry",
  "payment",
  "user",
  "session",
  "refreshToken",
  "room",
  "invite",
  "message",
  "product",
  "variant",
  "image",
  "promotion",
  "cartItem",
  "order",
  "orderLine",
  "webhookEndpoint",
  "webhookDelivery",
] as const;
export type Kind = (typeof kinds)[number];

/** To what the ids in paths lead, each by its path up to the id. Null: to nothing that belongs to a tenant or to one person. */
export const kindOfPath: Record<string, Kind | null> = {
  "/api/v1/events/{id}": "event",
  "/api/v1/movies/{id}": "movie",
  "/api/v1/buses/{id}": "bus",
  "/api/v1/showtimes/{id}": "showtime",
  "/api/v1/venues/{id}": "venue",
  "/api/v1/reservations/{token}": "reservation",
  "/api/v1/bookings/{bookingId}": "booking",
  "/api/v1/tickets/{id}": "ticket",
  "/api/v1/tickets/orders/{id}": "ticketOrder",
  "/api/v1/waitlist/{id}": "waitlistEntry",
  "/api/v1/waiting-room/{showtimeId}": "showtime",
  "/api/v1/payments/{id}": "payment",
  "/api/v1/organizers/{userId}": "user",
  "/api/v1/chat/chat-rooms/{id}": "room",
  "/api/v1/chat/chat-rooms/join/{id}": "room",
  "/api/v1/chat/chat-rooms/leave/{id}": "room",
  "/api/v1/chat/chat-rooms/{id}/members/{userId}": "user",
  "/api/v1/chat/chat-rooms/{id}/invites/{inviteId}": "invite",
  "/api/v1/messages/{id}": "message",
  "/api/v1/messages/{id}/reactions/{emoji}": null,
  "/api/v1/products/{id}": "product",
  "/api/v1/products/{id}/images/{imageId}": "image",
  "/api/v1/promotions/{id}": "promotion",
  "/api/v1/cart/items/{id}": "cartItem",
  "/api/v1/orders/{id}": "order",
  "/api/v1/auth/sessions/{id}": "session",
  "/api/v1/webhook-endpoints/{id}": "webhookEndpoint",
  "/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}": "webhookDelivery",
  "/api/v1/admin/apps/{appId}/webhook-endpoints/{id}": "webhookEndpoint",
  "/api/v1/admin/apps/{appId}/webhook-endpoints/{id}/deliveries/{deliveryId}": "webhookDelivery",
  // One account serves all apps, and everybody may see a name.
  "/api/v1/users/{id}": null,
  "/api/v1/auth/oauth/{provider}": null,
  "/api/v1/webhooks/payments/{provider}": null,
  "/api/v1/admin/mail-suppressions/{address}": null,
  "/api/v1/admin/jobs/{name}": null,
  "/api/v1/admin/backups/{id}": null,
};

/** The same for the fields of bodies and queries. */
export const kindOfField: Record<string, Kind | null> = {
  venueId: "venue",
  entityId: "showtime",
  showtimeId: "showtime",
  eventId: "event",
  orderId: "ticketOrder",
  seatId: "seat",
  seatIds: "seat",
  reservationToken: "reservation",
  paymentId: "payment",
  refreshToken: "refreshToken",
  chatRoomId: "room",
  messageId: "message",
  productId: "product",
  variantId: "variant",
  lineId: "orderLine",
  // As for the path of users.
  ids: null,
  userId: null,
  memberIds: null,
  // A sender's own name for a message.
  clientId: null,
};
export const namesAnId = /(^ids?$|Ids?$|Token$)/;

export interface Tenant {
  /** An organizer in each of its apps, who owns the listings. */
  people: Record<Domain, TestUser>;
  ids: Record<Kind, string>;
}

/** A tenant in each domain with one of everything. */
export async function furnished(): Promise<Tenant> {
  const house = await openHouse(5);
  const [movies, buses] = await Promise.all([makeApp({ domain: "MOVIE" }), makeApp({ domain: "BUS" })]);
  const [user, filmgoer, traveller] = await Promise.all([house.app, movies, buses].map((each) => makeUser(each, { role: "ORGANIZER" })));
  if (!user || !filmgoer || !traveller) throw new Error("nobody came");
  const booking = await buy(user, [seatAt(house, 0)]);
  const held = await hold(user, [seatAt(house, 1)]);
  const { orderId, waitlistId } = await ordersAndWaits(user);
  const chat = await conversation(user);
  const shop = await shopped(user);
  const show = await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app });
  const listing = async (owner: TestUser, path: string, body: object) => {
    const made = await call<Record<string, Listing>>("POST", path, { user: owner, body: { title: "X", status: "PUBLISHED", ...body } });
    return Object.values(made.body.data)[0]?.id ?? "";
  };
  const session = await env.DB.prepare("SELECT id FROM sessions WHERE user_id = ?").bind(user.userId).first<{ id: string }>();
  return {
    people: { EVENT: user, MOVIE: filmgoer, BUS: traveller },
    ids: {
      event: await listing(user, "/api/v1/events", {}),
      movie: await listing(filmgoer, "/api/v1/movies", {}),
      bus: await listing(traveller, "/api/v1/buses", { origin: "Vienna", destination: "Graz" }),
      showtime: house.showtimeId,
      venue: show.body.data.showtime.venue.id,
      seat: seatAt(house, 2),
      reservation: held.body.data.reservationToken,
      booking: booking.bookingId,
      ticket: (await ticketOf(user, booking.bookingId)).id,
      ticketOrder: orderId,
      waitlistEntry: waitlistId,
      payment: booking.paymentId ?? "",
      user: user.userId,
      session: session?.id ?? "",
      refreshToken: user.refreshToken,
      ...chat,
      ...shop,
      ...(await testedEndpoint(house.app)),
    },
  };
}

/** An order for one seat of two, and a wish for both, which waits. */
async function ordersAndWaits(user: TestUser): Promise<{ orderId: string; waitlistId: string }> {
  const small = await openHouse(2, {}, user.app);
  const ordered = await call<BookedTickets>("POST", "/api/v1/tickets/book", { user, body: { eventId: small.listingId, quantity: 1 } });
  const waits = await call<{ entry: WaitlistEntry }>("POST", "/api/v1/waitlist", {
    user,
    body: { entityId: small.showtimeId, quantity: 2 },
  });
  return { orderId: ordered.body.data.order.id, waitlistId: waits.body.data.entry.id };
}

/** A room of one's own with an invitation to it and something that was said there. */
async function conversation(user: TestUser): Promise<Pick<Tenant["ids"], "room" | "invite" | "message">> {
  const room = "/api/v1/chat/chat-rooms";
  const made = await call<{ room: { id: string } }>("POST", room, { user, body: { name: "Row B", visibility: "PRIVATE" } });
  const chatRoomId = made.body.data.room.id;
  const invited = await call<{ invite: { id: string } }>("POST", `${room}/${chatRoomId}/invites`, { user, body: {} });
  const said = await call<{ message: { id: string } }>("POST", "/api/v1/messages", {
    user,
    body: { chatRoomId, content: "Hello", clientId: "1" },
  });
  return { room: chatRoomId, invite: invited.body.data.invite.id, message: said.body.data.message.id };
}

/** An organizer's product in the one size that there is, with a picture, an order of it, some of it in somebody's cart, and a code. */
async function shopped(
  user: TestUser,
): Promise<Pick<Tenant["ids"], "product" | "variant" | "image" | "promotion" | "cartItem" | "order" | "orderLine">> {
  const product = await makeProduct(user.app, { variants: [{ name: "large", stock: 1000 }] }, user);
  const order = await buyProduct(user, product);
  const added = await addToCart(user, { productId: product.id, quantity: 2 });
  return {
    product: product.id,
    variant: product.variants[0]?.id ?? "",
    image: await addPicture(user.app, product.id),
    promotion: (await makePromotion(user.app, { code: "WINTER15", percent: 15 })).id,
    cartItem: added.body.data.cart.items[0]?.id ?? "",
    order: order.id,
    orderLine: order.lines[0]?.id ?? "",
  };
}

export const domainOf = (path: string): Domain =>
  path.startsWith("/api/v1/movies") ? "MOVIE" : path.startsWith("/api/v1/buses") ? "BUS" : "EVENT";

/** What stands in a path in place of its parameter `name`: the tenant's own thing, or an id that nobody has. */
export function ownIdIn({ people, ids }: Tenant, path: string, name: string): string {
  if (name === "appId") return people.EVENT.app.appId;
  if (name === "provider") return "simulated";
  if (name === "address") return "nobody@example.com";
  if (path.startsWith("/api/v1/admin/jobs/")) return "sweep";
  if (path.startsWith("/api/v1/admin/backups/")) return "20200101T020000Z";
  if (name === "emoji") return encodeURIComponent("👍");
  const kind = kindOfPath[path.slice(0, path.indexOf(`{${name}}`) + name.length + 2)];
  return kind ? ids[kind] : "none";
}

export const ownPath = (tenant: Tenant, { path }: Operation): string => pathWith(path, (name) => ownIdIn(tenant, path, name));

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

/** The body that the document shows, with the tenant's own things in it. */
export function ownBody({ ids }: Tenant, { example, body }: Operation): Record<string, unknown> {
  const properties = body?.properties ?? {};
  const fields = Object.entries({ ...(example as object) }).map(([name, value]) => {
    const kind = kindOfField[name];
    if (name === "startsAt") return [name, tomorrow];
    if (!kind) return [name, value];
    return [name, resolved(properties[name]).type === "array" ? [ids[kind]] : ids[kind]];
  });
  return Object.fromEntries(fields);
}

/** Somebody whom the operation lets in. Whoever is counted is somebody new each time, so that nobody is slowed down. */
export async function letIn({ people }: Tenant, { access, path }: Operation): Promise<Call> {
  const person = people[domainOf(path)];
  if (access === "admin") return { admin: true };
  if (access === "open") return {};
  if (access === "config") return { headers: { authorization: `Bearer ${env.CONFIG_TOKEN}` } };
  if (access === "app") return { app: person.app };
  if (access === "user" || access === "visitor") {
    return { user: /^\/api\/v1\/(auth|users|chat)\//.test(path) ? await makeUser(person.app) : person };
  }
  return { server: person.app, headers: { "x-end-user-ip": someAddress() } };
}
