import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import { DeskOrder, type DeskSummary } from "../../../contracts/order-desk.ts";
import {
  type Call,
  call,
  credentialsOf,
  makeApp,
  makeUser,
  origin,
  type TestApp,
  type TestUser,
  testTenantCtx,
} from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { soldOrder, somewhere } from "../../../test/sold-orders.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { encodeCursor } from "../../platform/cursor.ts";
import { deskColumns } from "./desk-file.ts";
import { listDesk } from "./read.ts";
import { summarizeDesk } from "./summarize-desk.ts";

const day = 86_400_000;
const desk = async (as: Call, query = "") => (await call<Page<DeskOrder>>("GET", `/api/v1/orders/desk?${query}`, as)).body.data;
const idsOf = async (as: Call, query = "") => (await desk(as, query)).items.map(({ id }) => id);

let app: TestApp;
let server: Call;
let seller: TestUser;
let ada: TestUser;
let bob: TestUser;
/** The newest first: Ada's popcorn of the seller's with the tenant's mug, Bob's tickets of the seller's, Bob's mug, Ada's of long ago, Bob's unpaid one. */
let mixed: string;
let tickets: string;
let mug: string;
let old: string;
let unpaid: string;

beforeAll(async () => {
  app = await makeApp();
  server = { server: app };
  [seller, ada, bob] = await Promise.all([
    makeUser(app, { role: "ORGANIZER", name: "Sally" }),
    makeUser(app, { name: '=HYPERLINK("https://evil.example")' }),
    makeUser(app, { name: "Bob Ödön" }),
  ]);
  const now = Date.now();
  const own = { sellerId: seller.userId };
  mixed = await soldOrder(app, ada.userId, {
    lines: [
      { ...own, quantity: 2, unitPrice: 650, discount: 195, variantName: "salted" },
      { name: "Mug", quantity: 1, unitPrice: 1500 },
    ],
    promotionCode: "WINTER15",
    createdAt: now,
  });
  tickets = await soldOrder(app, bob.userId, {
    lines: [{ ...own, kind: "TICKETS", name: "Hamlet", quantity: 2, unitPrice: 6500, bookingId: `BK-${crypto.randomUUID()}` }],
    createdAt: now - 1000,
  });
  mug = await soldOrder(app, bob.userId, { lines: [{ name: "Mug", unitPrice: 1500 }], fulfilment: "SHIPPED", createdAt: now - 2000 });
  old = await soldOrder(app, ada.userId, { lines: [own], fulfilment: "FULFILLING", createdAt: now - 40 * day });
  unpaid = await soldOrder(app, bob.userId, { lines: [own], state: "PLACED", createdAt: now - 50 * day });
});

describe("the order desk", () => {
  it("shows the app's server every order with its buyer, its address and its timeline, the newest first", async () => {
    const { items } = await desk(server);
    expect(items.map(({ id }) => id)).toEqual([mixed, tickets, mug, old, unpaid]);
    for (const item of items) expect(DeskOrder.parse(item)).toEqual(item);
    expect(items[0]).toMatchObject({
      status: "PAID",
      buyer: { id: ada.userId, email: ada.email },
      shippingAddress: somewhere,
      total: 2605,
      timeline: [{ type: "placed", actor: "user" }],
      allowed: ["FULFILLING", "CANCELLED", "REFUNDED"],
    });
    expect(items[0]?.lines.map(({ name }) => name)).toEqual(["Popcorn, large", "Mug"]);
  });

  it("shows an organizer the orders with something of their own, and of these no more than that", async () => {
    const { items } = await desk({ user: seller });
    expect(items.map(({ id }) => id)).toEqual([mixed, tickets, old, unpaid]);
    expect(items[0]).toMatchObject({ buyer: { email: ada.email }, shippingAddress: somewhere, allowed: [] });
    expect(items[2]).toMatchObject({ id: old, allowed: ["SHIPPED", "CANCELLED", "REFUNDED"] });
    expect(items[0]?.lines.map(({ name }) => name)).toEqual(["Popcorn, large"]);
    expect(items[1]).toMatchObject({ buyer: { id: bob.userId, name: "Bob Ödön", email: null }, shippingAddress: null });
  });

  it("is for nobody else, and knows nothing of other tenants", async () => {
    expect((await call("GET", "/api/v1/orders/desk", { user: ada })).status).toBe(403);
    const stranger = await makeUser(app, { role: "ORGANIZER" });
    expect(await idsOf({ user: stranger })).toEqual([]);
    const other = await makeApp();
    expect(await idsOf({ server: other })).toEqual([]);
    expect((await call<DeskSummary>("GET", "/api/v1/orders/desk/summary", { server: other })).body.data).toMatchObject({
      toShip: 0,
      revenue: [],
    });
  });

  it("is narrowed down by status, by days, by an order's id and by part of a name or an address", async () => {
    expect(await idsOf(server, "status=SHIPPED")).toEqual([mug]);
    const since = new Date(Date.now() - 45 * day).toISOString();
    expect(await idsOf(server, `from=${since}&to=${new Date(Date.now() - day).toISOString()}`)).toEqual([old]);
    expect(await idsOf(server, `q=${tickets}`)).toEqual([tickets]);
    expect(await idsOf(server, `q=${encodeURIComponent("bob Ö")}`)).toEqual([tickets, mug, unpaid]);
    expect(await idsOf(server, `q=${ada.email.slice(2, -6).toUpperCase()}`)).toEqual([mixed, old]);
    expect(await idsOf(server, `q=${encodeURIComponent("%_'\";DROP")}`)).toEqual([]);
    expect(await idsOf({ user: seller }, `q=${ada.email}`)).toEqual([]);
    expect(await idsOf({ user: seller }, `q=${mug}`)).toEqual([]);
  });

  it("goes on from page to page", async () => {
    const first = await desk(server, "limit=2");
    const second = await desk(server, `limit=2&cursor=${first.nextCursor}`);
    const third = await desk(server, `limit=2&cursor=${second.nextCursor}`);
    expect([first, second, third].map(({ items }) => items.map(({ id }) => id))).toEqual([[mixed, tickets], [mug, old], [unpaid]]);
    expect(third.nextCursor).toBeNull();
  });

  it("has the name of nobody who is erased", async () => {
    const gone = await makeUser(app, { name: "Soon Gone" });
    const id = await soldOrder(app, gone.userId, { createdAt: Date.now() - 60 * day });
    await call("DELETE", `/api/v1/admin/users/${gone.userId}`, { admin: true });
    const [order] = (await desk(server, `q=${id}`)).items;
    expect(order).toMatchObject({ buyer: { id: gone.userId, name: "", email: null }, shippingAddress: null });
    await env.DB.batch([
      env.DB.prepare("DELETE FROM order_lines WHERE order_id = ?").bind(id),
      env.DB.prepare("DELETE FROM order_timeline WHERE order_id = ?").bind(id),
      env.DB.prepare("DELETE FROM orders WHERE id = ?").bind(id),
    ]);
  });
});

describe("the figures of the desk", () => {
  const summary = async (as: Call) => (await call<DeskSummary>("GET", "/api/v1/orders/desk/summary", as)).body.data;

  it("count what waits to be sent, what is on its way and what is unpaid, and add up the last 30 days", async () => {
    expect(await summary(server)).toEqual({
      toShip: 2,
      shipped: 1,
      pendingCount: 1,
      days: 30,
      revenue: [{ currency: "EUR", amount: 2605 + 13_000 + 3000 }],
    });
  });

  it("are of an organizer's own lines alone", async () => {
    expect(await summary({ user: seller })).toEqual({
      toShip: 2,
      shipped: 0,
      pendingCount: 1,
      days: 30,
      revenue: [{ currency: "EUR", amount: 1105 + 13_000 }],
    });
  });
});

describe("the desk's file", () => {
  const file = async (as: Call, query = "") => {
    const answer = await exports.default.fetch(`${origin}/api/v1/orders/desk.csv?${query}`, { headers: await credentialsOf(as) });
    return { answer, lines: (await answer.text()).trimEnd().split("\r\n") };
  };

  it("has a row for each line with the same filters, and holds no formula", async () => {
    const { answer, lines } = await file(server);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/);
    expect(lines[0]).toBe(deskColumns.join(","));
    expect(lines).toHaveLength(1 + 2 + 1 + 1 + 1 + 1);
    expect(lines[1]).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(lines[1]).toContain(`"Popcorn, large",salted,,2,0,650,1300,195,EUR,2605,0,WINTER15,`);
    expect((await file(server, "status=SHIPPED")).lines).toHaveLength(2);
  });

  it("is of an organizer's own lines alone, without addresses where nothing of theirs is sent", async () => {
    const { lines } = await file({ user: seller });
    expect(lines).toHaveLength(1 + 4);
    expect(lines.join("\n")).not.toContain("Mug");
    expect(lines[2]).not.toContain("@");
    expect(lines[2]).toMatch(new RegExp(`^${tickets},PAID,PAID,NONE,.*,Bob Ödön,,oli_.*,TICKETS,Hamlet,`));
    expect((await file({ user: ada })).answer.status).toBe(403);
  });
});

describe("no statement of the desk reads a whole table", () => {
  const asSeller = (ctx: TenantCtx): TenantCtx => ({
    ...ctx,
    actor: { kind: "user", userId: seller.userId, sessionId: "ses_1", role: "ORGANIZER" },
  });
  const page = { limit: 20, cursor: encodeCursor(Date.now(), "x") };
  const statements: Record<string, (ctx: TenantCtx) => Promise<unknown>> = {
    "the server's list": (ctx) => listDesk(ctx, { ...page, q: "ada" }),
    "the server's list by status": (ctx) => listDesk(ctx, { ...page, status: "PAID", from: new Date(0).toISOString() }),
    "an organizer's list": (ctx) => listDesk(asSeller(ctx), page),
    "the server's figures": (ctx) => summarizeDesk(ctx),
    "an organizer's figures": (ctx) => summarizeDesk(asSeller(ctx)),
  };
  it.each(Object.entries(statements))("%s", async (_, run) => {
    const { db, plans } = recordingDatabase();
    await run(testTenantCtx(app, { db }));
    const steps = await plans();
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|CONSTANT ROW)/.test(step))).toEqual([]);
  });
});
