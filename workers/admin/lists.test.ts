import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AdminBooking, AuditEntry } from "../../contracts/admin.ts";
import type { Booking } from "../../contracts/bookings.ts";
import type { Page } from "../../contracts/envelope.ts";
import type { UserPage } from "../../contracts/users.ts";
import { buy, type House, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestUser } from "../../test/harness.ts";

const get = <Data>(path: string) => call<Data>("GET", path, { admin: true });
const bookingsAt = async (query: string) => (await get<Page<AdminBooking>>(`/api/v1/admin/bookings?${query}`)).body.data;

describe("the bookings of all apps", () => {
  let house: House;
  let other: House;
  let buyer: TestUser;
  let made: Booking[];
  beforeAll(async () => {
    [house, other] = await Promise.all([openHouse(6), openHouse(2)]);
    buyer = await makeUser(house.app, { name: "Ada Lovelace" });
    made = [];
    for (const seat of [0, 1, 2]) made.push(await buy(buyer, [seatAt(house, seat)]));
    made.push(await buy(await makeUser(other.app), [seatAt(other, 0)]));
  });
  const idsOf = (page: Page<AdminBooking>) => page.items.map(({ bookingId }) => bookingId);
  const own = () => made.slice(0, 3).map(({ bookingId }) => bookingId);

  it("come with the names of app, show and buyer", async () => {
    const [booking] = (await bookingsAt(`q=${made[0]?.bookingId.toLowerCase()}`)).items;
    expect(booking).toMatchObject({
      bookingId: made[0]?.bookingId,
      status: "CONFIRMED",
      app: { appId: house.app.appId, name: expect.stringMatching(/^Theatre /) },
      user: { id: buyer.userId, name: "Ada Lovelace", email: buyer.email },
      show: { title: "Hamlet", venue: "Grand Theatre", city: "Vienna" },
      seats: [{ id: seatAt(house, 0) }],
    });
  });

  it("are found by number, payment, person and address, each whole", async () => {
    const first = made[0];
    for (const q of [first?.bookingId, first?.paymentId]) expect(idsOf(await bookingsAt(`q=${q}`))).toEqual([first?.bookingId]);
    for (const q of [buyer.userId, buyer.email.toUpperCase()])
      expect(idsOf(await bookingsAt(`q=${encodeURIComponent(q)}`)).sort()).toEqual(own().sort());
    for (const q of ["%", "BK-", "nobody@example.com", "'; DROP TABLE bookings"])
      expect((await bookingsAt(`q=${encodeURIComponent(q)}`)).items).toEqual([]);
  });

  it("are filtered by app, status and time, page by page, the newest first", async () => {
    const { appId } = house.app;
    const day = new Date().toISOString().slice(0, 10);
    const all = await bookingsAt(`appId=${appId}&status=CONFIRMED&from=${day}&to=${day}`);
    expect(idsOf(all)).toHaveLength(3);
    const first = await bookingsAt(`appId=${appId}&status=CONFIRMED&limit=2`);
    const rest = await bookingsAt(`appId=${appId}&status=CONFIRMED&limit=2&cursor=${first.nextCursor}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(all));
    expect(rest.nextCursor).toBeNull();
    expect((await bookingsAt(`appId=${appId}&status=CANCELLED`)).items).toEqual([]);
    expect((await bookingsAt(`appId=${appId}&to=2020-01-01`)).items).toEqual([]);
    const to = all.items[1]?.createdAt ?? "";
    expect(idsOf(await bookingsAt(`appId=${appId}&to=${to}`))).toEqual(idsOf(all).slice(1));
  });

  it("refuse what is no filter of theirs", async () => {
    for (const query of ["status=NONE", "from=yesterday", "limit=101", "cursor=x", "format=xml", "userId=usr_1"])
      expect((await get(`/api/v1/admin/bookings?${query}`)).body.error.code).toBe("VALIDATION_FAILED");
  });
});

describe("the audit log", () => {
  it("says who did what to what, from where, before and after, and is filtered by each", async () => {
    const { appId } = await makeApp();
    const requestId = crypto.randomUUID();
    await call("PATCH", `/api/v1/admin/apps/${appId}`, {
      admin: true,
      body: { isActive: false },
      headers: { "x-request-id": requestId, "cf-connecting-ip": "203.0.113.77" },
    });
    const log = async (query: string) => (await get<Page<AuditEntry>>(`/api/v1/admin/audit?${query}`)).body.data;
    const page = await log(`appId=${appId}`);
    expect(page.items.map(({ action }) => action)).toEqual(["app.updated", "app.created"]);
    expect(page.items[0]).toMatchObject({
      actor: `admin:${env.ADMIN_EMAIL}`,
      subject: appId,
      ip: "203.0.113.77",
      requestId,
      before: { isActive: true },
      after: { isActive: false },
    });
    expect((await log(`subject=${appId}&action=app.created`)).items).toHaveLength(1);
    expect((await log(`subject=${appId}&actor=system`)).items).toEqual([]);
    expect((await log(`subject=${appId}&to=2020-01-01`)).items).toEqual([]);
    const first = await log(`appId=${appId}&limit=1`);
    const second = await log(`appId=${appId}&limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(page.items);
    expect(second.nextCursor).toBeNull();
  });
});

describe("people, for the administrator", () => {
  it("are listed, found, read and erased", async () => {
    const user = await makeUser(await makeApp());
    const listed = await get<UserPage>(`/api/v1/admin/users?q=${encodeURIComponent(user.email)}`);
    expect(listed.body.data.items.map(({ id }) => id)).toEqual([user.userId]);
    const paged = await get<UserPage>(`/api/v1/admin/users?q=${encodeURIComponent(user.email)}&page=0&size=10&sort=email,asc`);
    expect(paged.body.data).toMatchObject({ total: 1, items: [{ id: user.userId }] });
    expect((await get(`/api/v1/admin/users/${user.userId}`)).body.data).toMatchObject({ user: { email: user.email } });
    expect(await call("DELETE", `/api/v1/admin/users/${user.userId}`, { admin: true })).toMatchObject({
      status: 200,
      body: { data: { userId: user.userId } },
    });
    expect((await get(`/api/v1/admin/users/${user.userId}`)).body.error.code).toBe("USER_NOT_FOUND");
    expect((await call("DELETE", "/api/v1/admin/users/usr_none", { admin: true })).body.error.code).toBe("USER_NOT_FOUND");
  });
});
