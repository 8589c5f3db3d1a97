import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AppAndKeys, Domain } from "../contracts/tenants.ts";
import { endpoints } from "../workers/app.ts";
import { d1Migrations } from "../workers/backups/finish-backup.ts";
import { writeManifest } from "../workers/backups/manifests.ts";
import type { Access } from "../workers/gateway/endpoint.ts";
import { buy, type House, openHouse, seatAt } from "./box-office.ts";
import { ticketOf } from "./door.ts";
import { type Call, call, makeApp, makeUser, type TestApp } from "./harness.ts";
import { buy as buyProduct, makeProduct } from "./shop.ts";
import { shopWrites } from "./shop-writes.ts";
import { webhookWrites } from "./webhook-writes.ts";

interface Write {
  method: string;
  path: string;
  /** As whom, and with which body. */
  options: Call;
}
interface World {
  house: House;
  apps: Record<Domain, TestApp>;
}

const admin = { admin: true } as const;
const listingPaths: Record<Domain, [path: string, name: string, body: object]> = {
  EVENT: ["events", "Event", { title: "Hamlet" }],
  MOVIE: ["movies", "Movie", { title: "Midnight Tram" }],
  BUS: ["buses", "Bus", { title: "Vienna to Prague", origin: "Vienna", destination: "Prague" }],
};

/** Each write of an administrator, an organizer or a tenant's server, by its operation, as somebody makes it. */
const writes: Record<string, (world: World) => Promise<Write>> = {
  createApp: async () => ({ method: "POST", path: "/admin/apps", options: { ...admin, body: { name: "New", domain: "EVENT" } } }),
  updateApp: async () => ({
    method: "PATCH",
    path: `/admin/apps/${(await makeApp()).appId}`,
    options: { ...admin, body: { isActive: false } },
  }),
  createKey: async () => ({
    method: "POST",
    path: `/admin/apps/${(await makeApp()).appId}/keys`,
    options: { ...admin, body: { kind: "SECRET" } },
  }),
  revokeKey: async () => {
    const { appId } = await makeApp();
    const { keys } = (await call<AppAndKeys>("GET", `/api/v1/admin/apps/${appId}`, admin)).body.data;
    return { method: "DELETE", path: `/admin/apps/${appId}/keys/${keys[0]?.id}`, options: admin };
  },
  rotateKey: async () => ({
    method: "POST",
    path: `/admin/apps/${(await makeApp()).appId}/rotate-key`,
    options: { ...admin, body: { kind: "SECRET" } },
  }),
  eraseUserAsAdmin: async ({ house }) => ({
    method: "DELETE",
    path: `/admin/users/${(await makeUser(house.app)).userId}`,
    options: admin,
  }),
  replayDeadLetter: async () => {
    const id = crypto.randomUUID();
    await env.DB.prepare("INSERT INTO dead_letters (id, queue, body, attempts, created_at) VALUES (?, 'events', ?, 9, 0)")
      .bind(id, JSON.stringify({ type: "health" }))
      .run();
    return { method: "POST", path: `/admin/dead-letters/${id}/replay`, options: admin };
  },
  // A file of it is missing, so nothing is written.
  restoreBackup: async () => {
    const id = "20200101T020000Z";
    const at = new Date(0).toISOString();
    const part = { key: "backups/none", sha256: "", bytes: 1, rows: 1, table: "users" };
    const migrations = await d1Migrations(env);
    await writeManifest(env, { format: 1, id, startedAt: at, finishedAt: at, migrations, parts: [part], objects: 0 });
    return { method: "POST", path: `/admin/backups/${id}/restore`, options: { ...admin, body: { overwrite: true } } };
  },
  startJob: async () => ({ method: "POST", path: "/admin/jobs/sweep", options: { ...admin, body: {} } }),
  deleteMailSuppression: async () => {
    const address = `${crypto.randomUUID()}@example.com`;
    await env.DB.prepare("INSERT INTO mail_suppressions VALUES (?, 'BOUNCE', NULL, 0)").bind(address).run();
    return { method: "DELETE", path: `/admin/mail-suppressions/${address}`, options: admin };
  },
  putConfiguration: async () => ({ method: "PUT", path: configPath(), options: { ...admin, body: { properties: { "a.b": 1 } } } }),
  rollBackConfiguration: async () => {
    const path = configPath();
    await call("PUT", `/api/v1${path}`, { ...admin, body: { properties: { "a.b": 1 } } });
    await call("PUT", `/api/v1${path}`, { ...admin, body: { properties: { "a.b": 2 } } });
    return { method: "POST", path: `${path}/rollback`, options: { ...admin, body: { version: 1 } } };
  },
  updateCircuitBreaker: async () => ({
    method: "POST",
    path: "/actuator/circuitbreakers/mail",
    options: { ...admin, body: { updateState: "CLOSE" } },
  }),
  rebuildChatArchive: async ({ house }) => ({
    method: "POST",
    path: "/admin/chat/rebuild",
    options: { ...admin, body: { appId: house.app.appId } },
  }),
  rebuildLedger: async ({ house }) => ({
    method: "POST",
    path: "/admin/ledger/rebuild",
    options: { ...admin, body: { showtimeId: house.showtimeId } },
  }),
  rebuildSearch: async ({ house }) => ({
    method: "POST",
    path: "/admin/search/rebuild",
    options: { ...admin, body: { appId: house.app.appId } },
  }),
  nameOrganizer: async ({ house }) => ({
    method: "PUT",
    path: `/organizers/${(await makeUser(house.app)).userId}`,
    options: { server: house.app },
  }),
  dismissOrganizer: async ({ house }) => {
    const { userId } = await makeUser(house.app);
    await call("PUT", `/api/v1/organizers/${userId}`, { server: house.app });
    return { method: "DELETE", path: `/organizers/${userId}`, options: { server: house.app } };
  },
  refundPayment: async ({ house }) => {
    const { paymentId } = await buy(await makeUser(house.app), [seatAt(await openHouse(1, {}, house.app), 0)]);
    return { method: "POST", path: `/payments/${paymentId}/refund`, options: { server: house.app, body: { amount: 100 } } };
  },
  createVenue: async ({ house }) => ({
    method: "POST",
    path: "/venues",
    options: { server: house.app, body: { name: "Small Stage", city: "Graz", timeZone: "Europe/Vienna" } },
  }),
  createSeats: async ({ house }) => ({
    method: "POST",
    path: "/seats",
    options: { server: house.app, body: { entityId: house.showtimeId, seats: [{ seatNumber: crypto.randomUUID() }] } },
  }),
  blockSeats: async ({ house }) => ({
    method: "POST",
    path: "/seats/block",
    options: { server: house.app, body: { seatIds: [seatAt(house, 1)], reason: "the mixing desk" } },
  }),
  unblockSeats: async ({ house }) => ({
    method: "POST",
    path: "/seats/unblock",
    options: { server: house.app, body: { seatIds: [seatAt(house, 1)] } },
  }),
  checkIn: async ({ house }) => ({
    method: "POST",
    path: "/check-in",
    options: { server: house.app, body: { ticket: await soldTicket(house) } },
  }),
  checkInBatch: async ({ house }) => ({
    method: "POST",
    path: "/check-in/batch",
    options: { server: house.app, body: { items: [{ ticket: await soldTicket(house) }] } },
  }),
  updateShowtime: async ({ house }) => ({
    method: "PATCH",
    path: `/showtimes/${house.showtimeId}`,
    options: { server: house.app, body: { maxSeatsPerUser: 6 } },
  }),
  cancelShowtime: async ({ house }) => ({
    method: "POST",
    path: `/showtimes/${(await openHouse(1, {}, house.app)).showtimeId}/cancel`,
    options: { server: house.app, body: { reason: "the lead is ill" } },
  }),
  openShowtimeRoom: async ({ house }) => ({
    method: "POST",
    path: `/showtimes/${(await openHouse(1, {}, house.app)).showtimeId}/chat-room`,
    options: { server: house.app },
  }),
  updateOrderStatus: async ({ house }) => {
    const order = await buyProduct(await makeUser(house.app), await makeProduct(house.app));
    return { method: "PATCH", path: `/orders/${order.id}/status`, options: { server: house.app, body: { status: "FULFILLING" } } };
  },
  ...Object.assign({}, ...(Object.keys(listingPaths) as Domain[]).map(listingWrites)),
  ...Object.fromEntries(
    Object.entries({ ...shopWrites, ...webhookWrites }).map(([operation, prepare]) => [
      operation,
      ({ house }: World) => prepare(house.app),
    ]),
  ),
};

async function soldTicket({ app }: House): Promise<string> {
  const [house, guest] = await Promise.all([openHouse(1, {}, app), makeUser(app)]);
  return (await ticketOf(guest, (await buy(guest, [seatAt(house, 0)])).bookingId)).id;
}

const configPath = (): string => `/admin/config/test-${crypto.randomUUID()}/default`;

function listingWrites(domain: Domain): Record<string, (world: World) => Promise<Write>> {
  const [path, name, body] = listingPaths[domain];
  const made = async ({ apps }: World): Promise<string> => {
    const answer = await call<Record<string, { id: string }>>("POST", `/api/v1/${path}`, { server: apps[domain], body });
    return Object.values(answer.body.data)[0]?.id ?? "";
  };
  return {
    [`create${name}`]: async ({ apps }) => ({ method: "POST", path: `/${path}`, options: { server: apps[domain], body } }),
    [`put${name}`]: async (world) => ({
      method: "PUT",
      path: `/${path}/${await made(world)}`,
      options: { server: world.apps[domain], body: { title: "Another" } },
    }),
    [`update${name}`]: async (world) => ({
      method: "PATCH",
      path: `/${path}/${await made(world)}`,
      options: { server: world.apps[domain], body: { title: "Another" } },
    }),
    [`delete${name}`]: async (world) => ({
      method: "DELETE",
      path: `/${path}/${await made(world)}`,
      options: { server: world.apps[domain] },
    }),
    [`create${name}Showtime`]: async (world) => {
      const server = world.apps[domain];
      const venue = await call<{ venue: { id: string } }>("POST", "/api/v1/venues", {
        server,
        body: { name: "Stage", city: "Graz", timeZone: "Europe/Vienna" },
      });
      const startsAt = new Date(Date.now() + 86_400_000).toISOString();
      return {
        method: "POST",
        path: `/${path}/${await made(world)}/showtimes`,
        options: {
          server,
          body: { venueId: venue.body.data.venue.id, startsAt, currency: "EUR", tiers: [{ name: "All", price: 100 }] },
        },
      };
    },
  };
}

/** Whose writes are audited. */
const audited: Access[] = ["admin", "organizer", "secret"];
/** POSTs that write nothing, each with the reason why it is one. */
const reads: Record<string, string> = {};

describe("a write of an administrator, an organizer or a tenant's server", () => {
  let world: World;
  beforeAll(async () => {
    const [house, movies, buses] = await Promise.all([openHouse(2), makeApp({ domain: "MOVIE" }), makeApp({ domain: "BUS" })]);
    world = { house, apps: { EVENT: house.app, MOVIE: movies, BUS: buses } };
  });

  it("is in the table of this test, or is named as no write", () => {
    const operations = endpoints
      .filter(({ method, access }) => method !== "get" && audited.includes(access))
      .map((each) => each.operationId);
    expect(operations.sort()).toEqual([...Object.keys(writes), ...Object.keys(reads)].sort());
  });

  for (const [operationId, prepare] of Object.entries(writes)) {
    it(`${operationId} leaves a row that says who did what to what, from where, and no secret`, async () => {
      const { method, path, options } = await prepare(world);
      const requestId = crypto.randomUUID();
      const answer = await call(method, path.startsWith("/actuator") ? path : `/api/v1${path}`, {
        ...options,
        headers: { ...options.headers, "x-request-id": requestId, "cf-connecting-ip": "203.0.113.5" },
      });
      expect([answer.status, answer.body]).toEqual([expect.toSatisfy((status: number) => status < 300), expect.anything()]);
      const { results } = await env.DB.prepare("SELECT * FROM audit_log WHERE request_id = ?")
        .bind(requestId)
        .all<Record<string, unknown>>();
      expect(results.length).toBeGreaterThan(0);
      for (const row of results) {
        expect(row.actor).toBe(options.admin ? `admin:${env.ADMIN_EMAIL}` : "server");
        expect(row.action).toMatch(/^[a-z-]+\.[a-z_-]+$/);
        expect(row.subject).toBeTruthy();
        expect(row.ip).toBe("203.0.113.5");
        expect(JSON.stringify(row)).not.toMatch(/mq_[sp]k_live_\w{8}|\$argon2|eyJhbGci/);
      }
    });
  }

  it("by an organizer names the organizer", async () => {
    const organizer = await makeUser(world.house.app, { role: "ORGANIZER" });
    const requestId = crypto.randomUUID();
    const made = await call("POST", "/api/v1/events", {
      user: organizer,
      body: { title: "Hamlet" },
      headers: { "x-request-id": requestId },
    });
    expect(made.status).toBe(201);
    const row = await env.DB.prepare("SELECT actor, app_id FROM audit_log WHERE request_id = ?").bind(requestId).first();
    expect(row).toEqual({ actor: organizer.userId, app_id: world.house.app.appId });
  });

  it("can be neither changed nor deleted in the log", async () => {
    for (const statement of ["UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log"])
      await expect(env.DB.prepare(statement).run()).rejects.toThrow("append-only");
  });
});
