import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Backup } from "../../contracts/backups.ts";
import type { Booking } from "../../contracts/bookings.ts";
import type { JobRun } from "../../contracts/jobs.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, confirm, type House, hold, openHouse, pay, seatAt, seatsOf } from "../../test/box-office.ts";
import { as, openRoom } from "../../test/chat-room.ts";
import { crashingEnv } from "../../test/crashing-env.ts";
import { freshPlatform } from "../../test/fresh-platform.ts";
import { call, registerUser, type TestUser, testCtx } from "../../test/harness.ts";
import { deliverAll, heldJobs, runJob, runOf } from "../../test/job-runs.ts";
import { addToCart, checkOut, makeProduct, makePromotion } from "../../test/shop.ts";
import { inboxOf } from "../identity/inbox-of.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import type { Ctx } from "../platform/context.ts";
import type { Job, JobState, JobStep } from "../platform/job.ts";
import { startJob } from "../platform/jobs/start-job.ts";
import { scheduled } from "../scheduled.ts";
import { backupJob } from "./backup-job.ts";
import { isHalfRestored } from "./half-restored.ts";
import { restoreJob } from "./restore/restore-job.ts";
import { keptTables } from "./tables.ts";

type Person = TestUser & { password: string; username: string };
type Room = Awaited<ReturnType<typeof openRoom>>;

interface World {
  house: House;
  ada: Person;
  bob: Person;
  room: Room;
  /** Of a hold that is not paid yet. */
  reservationToken: string;
}

const slow = { timeout: 120_000 };
const day = "2026-11-21";
let world: World;
let backup: string;
let begun: number;
let before: Record<string, unknown[]>;

/** Rows that go on living while the platform is quiet: mails on their way, events, what the restore itself adds. */
const unquiet = new Set(["audit_log", "mails", "outbox", "dead_letters", "daily_app_counts", "daily_key_counts"]);
const toldByObjects = ["bookings", "booking_seats", "reservations", "waitlist_entries", "chat_members"];
const compared = [...keptTables.map(({ name }) => name).filter((name) => !unquiet.has(name)), ...toldByObjects];

/** Every row of the tables, in whatever order they came. */
async function dumped(): Promise<Record<string, unknown[]>> {
  const results = await env.DB.batch(compared.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return Object.fromEntries(
    compared.map((name, place) => [name, (results[place]?.results ?? []).map((row) => JSON.stringify(row)).sort()]),
  );
}

/** The whole of a small platform: a house with bookings of every kind, a shop, a room that talks. */
async function furnish(): Promise<World> {
  const house = await openHouse(30, {
    cancellationPolicy: { fullRefundUntilHours: 1, partialRefundUntilHours: 0, partialRefundPercent: 50 },
  });
  const [ada, bob] = await Promise.all([registerUser(house.app), registerUser(house.app)]);
  await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
  const cancelled = await buy(bob, [seatAt(house, 2)]);
  expect((await call("POST", `/api/v1/bookings/${cancelled.bookingId}/cancel`, { user: bob })).status).toBe(200);
  const kept = await hold(bob, [seatAt(house, 3)], {});
  const inCart = await hold(ada, [seatAt(house, 4)]);
  await makePromotion(house.app, { code: "TEN", percent: 10 });
  await addToCart(ada, { reservationToken: inCart.body.data.reservationToken });
  await addToCart(ada, { productId: (await makeProduct(house.app)).id, quantity: 2 });
  expect((await call("POST", "/api/v1/cart/promo", { user: ada, body: { code: "TEN" } })).status).toBe(200);
  expect((await checkOut(ada)).status).toBe(201);
  await env.DB.prepare("INSERT INTO notification_choices VALUES (?, 'orders', 'inApp', 0, 1000)").bind(ada.userId).run();
  // More than one part, and a row that is too large to travel with others.
  await env.DB.prepare(
    `INSERT INTO mail_suppressions WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2500)
     SELECT n || '@example.com', 'BOUNCE', hex(zeroblob(iif(n = 7, 400000, 1000))), n FROM count`,
  ).run();
  const room = await openRoom([ada.userId, bob.userId], {});
  const first = await room.say(ada.userId, "Who is coming?");
  for (let n = 0; n < 5; n++) await room.say(bob.userId, `I am, said ${n} times`);
  await room.room.edit({ by: as(ada.userId), id: first.id, content: "Who is coming on Friday?" });
  await room.room.react({ by: as(bob.userId), id: first.id, emoji: "🎭", remove: false });
  return { house, ada, bob, room, reservationToken: kept.body.data.reservationToken };
}

/** Events of the showtime that nobody has said to have recorded. */
const eventsLeft = ({ app, showtimeId }: House): Promise<number> =>
  runInDurableObject(
    env.SEAT_MAP.getByName(`${app.appId}:${showtimeId}`),
    (_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n,
  );

/** Nothing is on its way any more: every event is consumed, D1 knows what the room has. */
const quiet = ({ house, room }: Pick<World, "house" | "room">, messages: number) =>
  vi.waitUntil(
    async () => {
      const left = await env.DB.prepare(
        "SELECT (SELECT count(*) FROM outbox) AS facts, (SELECT count(*) FROM messages WHERE room_id = ?1) AS messages, (SELECT count(*) FROM chat_members WHERE room_id = ?1) AS members, (SELECT count(*) FROM refunds WHERE status = 'PENDING') AS refunds",
      )
        .bind(room.roomId)
        .first<{ facts: number; messages: number; members: number; refunds: number }>();
      if (left?.facts !== 0 || left.messages !== messages || left.members !== 2 || left.refunds !== 0) return false;
      return (await eventsLeft(house)) === 0;
    },
    { timeout: 30_000, interval: 100 },
  );

const start = (id: string, body: object = {}) =>
  call<{ run: JobRun }>("POST", `/api/v1/admin/backups/${id}/restore`, { admin: true, body });
const listed = async () => (await call<{ items: Backup[] }>("GET", "/api/v1/admin/backups", { admin: true })).body.data.items;
const messagesOf = async (room: Room) =>
  (await room.all()).map(({ seq, content, senderId, reactions }) => ({ seq, content, senderId, reactions }));

/** A job of which every page dies once on its way, each a few calls later than the one before, and is then done again from its beginning. */
function dying(job: Job): Job {
  let calls = 0;
  return {
    ...job,
    async page(ctx: Ctx, state: JobState): Promise<JobStep> {
      calls = (calls + 3) % 17;
      await job.page({ ...ctx, env: crashingEnv(ctx.env, calls).env }, state).catch(() => {});
      return job.page(ctx, state);
    },
  };
}

beforeAll(async () => {
  await freshPlatform();
  begun = Date.now();
  world = await furnish();
  await quiet(world, (await world.room.all()).length);
  await expectBooksToAddUp(world.house.app);
  before = await dumped();
}, 120_000);
afterAll(() => freshPlatform());

describe("a backup", slow, () => {
  it("is in the list when it has come to its end, encrypted, whatever died on the way", async () => {
    expect(await listed()).toEqual([]);
    const run = await runJob(dying(backupJob), day, { now: () => begun });
    // By its clock both are made while it runs, so they are read again at the end.
    expect(run).toMatchObject({ status: "DONE", report: { objects: 4 } });
    backup = String(run.report.backup);
    const [item] = await listed();
    expect(item).toMatchObject({ id: backup, objects: 4, rows: run.done });
    expect(item?.parts).toBeGreaterThan(20);
    const { objects } = await env.BACKUPS.list({ prefix: `backups/${backup}/d1/users/` });
    const file = await (await env.BACKUPS.get(objects[0]?.key ?? ""))?.text();
    expect(file?.length).toBeGreaterThan(100);
    expect(file).not.toContain(world.ada.email);
  });

  it("is due each day from two o'clock on, once", async () => {
    const at = (time: string) => backupJob.due({ ...heldJobs().ctx, now: () => Date.parse(`2026-11-21T${time}Z`) });
    expect(await at("01:59:59")).toEqual(["2026-11-20"]);
    expect(await at("02:00:00")).toEqual(["2026-11-21"]);
  });
});

describe("a restore", slow, () => {
  it("is refused where there are people, and for a backup that there is none of", async () => {
    expect((await start(backup)).body.error.code).toBe("PLATFORM_NOT_EMPTY");
    expect((await start("20200101T020000Z")).body.error.code).toBe("BACKUP_NOT_FOUND");
    expect((await start("yesterday")).status).toBe(422);
    expect((await call("POST", "/api/v1/admin/jobs/restore", { admin: true, body: { period: `${backup} please` } })).status).toBe(422);
  });

  it("of a damaged file writes nothing", async () => {
    await freshPlatform({ keepBackups: true });
    const key = (await env.BACKUPS.list({ prefix: `backups/${backup}/objects/ChatRoom/` })).objects[0]?.key ?? "";
    const file = await env.BACKUPS.get(key);
    const sound = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
    const customMetadata = file?.customMetadata ?? {};
    await env.BACKUPS.put(
      key,
      sound.map((byte, place) => (place === sound.length - 5 ? byte ^ 1 : byte)),
      { customMetadata },
    );
    expect(await runJob(restoreJob, backup)).toMatchObject({ status: "FAILED", error: `${key} is damaged` });
    expect(await isHalfRestored(env)).toBe(false);
    const { rows } = (await env.DB.prepare("SELECT count(*) AS rows FROM configuration_versions").first<{ rows: number }>()) ?? {
      rows: -1,
    };
    expect(rows).toBe(0);
    await env.BACKUPS.put(key, sound, { customMetadata });
  });

  it("into an empty platform brings everything back, though every page dies once", async () => {
    await freshPlatform({ keepBackups: true });
    const { ctx, messages } = heldJobs();
    const job = dying(restoreJob);
    await startJob(ctx, job, backup);
    // Half-way, nothing else runs by the clock.
    for (let page = 0; page < 6; page++) await deliverAll(ctx, [job], messages.splice(0, 1)).catch(() => {});
    await deliverAll(ctx, [job], messages);
    const run = await runOf(restoreJob, backup);
    expect(run).toMatchObject({ status: "DONE", error: null, report: { differences: [], findings: [], objects: 4 } });
    expect(run.done).toBe(run.total);
    expect(await isHalfRestored(env)).toBe(false);
    const { house, room } = world;
    await quiet(world, (await room.all()).length);
    await vi.waitFor(async () => expect(await dumped()).toEqual(before), { timeout: 20_000, interval: 200 });
    const triggers = await env.DB.prepare("SELECT count(*) AS found FROM sqlite_schema WHERE type = 'trigger'").first<{ found: number }>();
    expect(triggers?.found).toBeGreaterThan(30);
    await expectBooksToAddUp(house.app);
  });

  it("leaves every seat whose it was, every person able to sign in, and every room with its past", async () => {
    const { house, ada, bob, room, reservationToken } = world;
    const login = await call<{ accessToken: string }>("POST", "/api/v1/auth/login", {
      app: house.app,
      body: { email: bob.email, password: bob.password },
    });
    expect(login.status).toBe(200);
    const { accessToken } = login.body.data;
    const again: TestUser = { ...bob, accessToken, headers: { ...house.app.headers, authorization: `Bearer ${accessToken}` } };
    const sold = await hold(again, [seatAt(house, 0)]);
    expect([sold.status, sold.body.error.code]).toEqual([409, "SEAT_ALREADY_BOOKED"]);
    expect((await seatsOf(house.app, house.showtimeId)).slice(0, 6).map(({ status }) => status)).toEqual([
      "BOOKED",
      "BOOKED",
      "AVAILABLE",
      "LOCKED",
      "BOOKED",
      "AVAILABLE",
    ]);
    // The hold of before is still theirs, and a new booking is told as ever.
    const paid = await pay(again, reservationToken);
    expect((await confirm(again, reservationToken, paid.body.data.payment.id)).status).toBe(201);
    const said = await messagesOf(room);
    expect(said.filter(({ senderId }) => senderId === ada.userId)[0]).toMatchObject({
      content: "Who is coming on Friday?",
      reactions: [{ emoji: "🎭" }],
    });
    const next = await room.say(bob.userId, "And so am I");
    expect(next.seq).toBe((said.at(-1)?.seq ?? 0) + 1);
    const inbox = await inboxOf(env, ada.userId).notifications({ appId: house.app.appId, limit: 5, before: null, unread: false });
    expect(inbox.items).toEqual([]);
    await expectBooksToAddUp(house.app);
  });

  it("in place of what there is takes what came after the backup away, and gives back what was paid while it was made", async () => {
    const { house, ada, room } = world;
    const { app } = house;
    const buyer = await registerUser(app);
    await quiet(world, (await room.all()).length);
    const then = await dumped();
    let between: Booking | undefined;
    const busy: Job = {
      ...backupJob,
      async page(ctx, state) {
        const step = await backupJob.page(ctx, state);
        // The house has been read, its seats are sold on, and then D1 is read.
        between ??= await buy(buyer, [seatAt(house, 10)]);
        return step;
      },
    };
    const second = String((await runJob(busy, "2026-11-22", { now: () => Date.now() + 120_000 })).report.backup);
    const later = await openHouse(2, {}, app);
    await buy(buyer, [seatAt(later, 0)]);
    await room.say(ada.userId, "This is said too late");
    const run = await runJob(restoreJob, `${second} overwrite`);
    expect(run).toMatchObject({ status: "DONE", report: { differences: [], findings: [], objects: 2 } });
    await quiet(world, (await room.all()).length);
    expect((await messagesOf(room)).map(({ content }) => content)).not.toContain("This is said too late");
    const seats = await env.SEAT_MAP.getByName(`${app.appId}:${later.showtimeId}`).seats({ limit: 5, after: 0 });
    expect(seats).toMatchObject({ ok: false, code: "SHOWTIME_NOT_FOUND" });
    // Nobody has the seat of which the house did not know, and whoever paid for it has the money back.
    expect((await seatsOf(app, house.showtimeId))[10]?.status).toBe("AVAILABLE");
    await sweepPayments(testCtx({ actor: { kind: "system" }, now: () => Date.now() + 300_000 }));
    await expectBooksToAddUp(app);
    const refunds = await env.DB.prepare("SELECT count(*) AS found FROM refunds WHERE payment_id = ?").bind(between?.paymentId).first();
    expect(refunds).toEqual({ found: 1 });
    const now = await dumped();
    for (const name of ["users", "orders", "messages", ...toldByObjects]) expect(now[name], name).toEqual(then[name]);
    const audit = await env.DB.prepare("SELECT subject FROM audit_log WHERE action = 'platform.restored' AND subject = ?")
      .bind(second)
      .all();
    expect(audit.results).toHaveLength(1);
  });

  it("that broke off lets nothing else run by the clock until it has ended", async () => {
    await env.DB.prepare("CREATE TABLE restore_triggers (name TEXT, tbl_name TEXT, sql TEXT)").run();
    await env.DB.prepare("DELETE FROM job_runs").run();
    const waiting: Promise<unknown>[] = [];
    const execution = { waitUntil: (promise: Promise<unknown>) => void waiting.push(promise) } as unknown as ExecutionContext;
    const runs = async () => (await env.DB.prepare("SELECT count(*) AS n FROM job_runs").first<{ n: number }>())?.n;
    await scheduled({ cron: "*/5 * * * *", scheduledTime: Date.now() }, env, execution);
    expect(await runs()).toBe(0);
    await expect(backupJob.page(heldJobs().ctx, { position: null } as JobState)).rejects.toThrow("a restore has begun");
    await env.DB.prepare("DROP TABLE restore_triggers").run();
    // Started, and not let loose on what other tests have in this database.
    await scheduled({ cron: "*/5 * * * *", scheduledTime: Date.now() }, heldJobs().ctx.env, execution);
    expect(await runs()).toBeGreaterThan(0);
    await Promise.all(waiting);
    await env.DB.prepare("DELETE FROM job_runs").run();
  });
});
