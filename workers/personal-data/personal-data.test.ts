import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Erased } from "../../contracts/users.ts";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, registerUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { latestMail, mailsTo } from "../../test/mailed-code.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { askForCode } from "../identity/codes/ask-for-code.ts";
import { sessions, users } from "../identity/tables.ts";
import { sendConfirmationMails } from "../notifications/send-confirmation-mails.ts";
import type { UserCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { domainsWithPeople } from "./domains.ts";
import { eraseMe } from "./erase-me.ts";
import { eraseUser } from "./erase-user.ts";
import { exportPieces } from "./export-user.ts";

const ctxOf = (user: TestUser, later = 0): UserCtx => {
  const sessionId = JSON.parse(atob(user.accessToken.split(".")[1] ?? "")).sid;
  return {
    ...testTenantCtx(user.app, { now: () => Date.now() + later }),
    actor: { kind: "user", userId: user.userId, sessionId, role: "USER" },
  };
};
const rows = async (sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;
const erase = (user: TestUser, body?: object) => call<Erased>("DELETE", "/api/v1/users/me", { user, body });

/** Somebody with an account, a booking, its payment, mails and a code. */
async function somebody() {
  const house = await openHouse();
  const user = await registerUser(house.app);
  const booking = await buy(user, [seatAt(house, 0)]);
  await askForCode(testTenantCtx(house.app), { email: user.email, purpose: "RESET_PASSWORD" });
  return { user, booking };
}

describe("an export", () => {
  it("is a file with all that is kept of whoever asks, of nobody else, and with no code, hash or token", async () => {
    const { user, booking } = await somebody();
    const other = await makeUser(user.app);
    await vi.waitUntil(async () => (await mailsTo(user.email, "booking-confirmed")) === 1, { timeout: 10_000, interval: 100 });
    const answer = await call<never>("GET", "/api/v1/users/me/export", { user });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="marquee-data.json"');
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const data = answer.body as unknown as Record<string, Record<string, unknown>[]>;
    expect(data.profile).toEqual([expect.objectContaining({ id: user.userId, email: user.email, username: user.username })]);
    expect(data.sessions).toEqual([expect.objectContaining({ audience: user.app.appId, endedAt: null })]);
    expect(data.knownNetworks).toHaveLength(1);
    expect(data.reservations).toEqual([expect.objectContaining({ status: "CONFIRMED", bookingId: booking.bookingId })]);
    expect(data.bookings).toEqual([expect.objectContaining({ bookingId: booking.bookingId, appId: user.app.appId })]);
    expect(data.payments).toEqual([expect.objectContaining({ id: booking.paymentId, amount: booking.amount, refundId: null })]);
    expect(data.mails?.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["welcome", "reset-password", "booking-confirmed"]));
    expect(data).toMatchObject({
      userId: user.userId,
      refunds: [],
      linkedProviders: [],
      organizerRoles: [],
      auditEntries: [],
      truncated: [],
    });
    const text = JSON.stringify(data);
    expect(text).not.toMatch(/codeId|hash|mq_rt_/i);
    expect(text).not.toContain(other.userId);
  });

  it("has a section for everything that a domain names, and no two of one name", async () => {
    const names = domainsWithPeople.flatMap(({ sections }) => sections.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    const user = await makeUser(await makeApp());
    const answer = await call<never>("GET", "/api/v1/users/me/export", { user });
    expect(Object.keys(answer.body)).toEqual(["exportedAt", "userId", ...names, "truncated"]);
  });

  it("is read and handed on piece by piece, and says where it was cut", async () => {
    const user = await makeUser(await makeApp());
    const insert = env.DB.prepare(
      "INSERT INTO sessions (id, user_id, audience, created_at, last_used_at, expires_at) VALUES (?, ?, 'app_x', ?, 0, 9e12)",
    );
    // Many of the same moment: the place to go on from is told by time and id.
    await env.DB.batch(Array.from({ length: 450 }, (_, at) => insert.bind(`ses_${user.userId}_${at}`, user.userId, Math.floor(at / 100))));
    const person = { userId: user.userId, email: user.email, username: "x" };
    const read = async (rowsMax?: number) => {
      const pieces = [];
      for await (const piece of exportPieces(ctxOf(user), person, rowsMax)) pieces.push(piece);
      return { pieces, data: JSON.parse(pieces.join("")) };
    };
    const whole = await read();
    expect(new Set(whole.data.sessions.map(({ id }: { id: string }) => id)).size).toBe(451);
    expect(whole.data.truncated).toEqual([]);
    expect(Math.max(...whole.pieces.map((piece) => piece.split('"audience"').length - 1))).toBe(200);
    const cut = await read(250);
    expect([cut.data.sessions.length, cut.data.truncated]).toEqual([250, ["sessions"]]);
    expect((await read(451)).data.truncated).toEqual([]);
  });
});

describe("an erasure", () => {
  it("leaves the ledger under an id that leads to nobody, and nothing else of the person", async () => {
    const { user, booking } = await somebody();
    await env.DB.batch([
      env.DB.prepare("INSERT INTO organizers (app_id, user_id, created_at) VALUES (?, ?, 0)").bind(user.app.appId, user.userId),
      env.DB.prepare(
        "INSERT INTO identities (issuer, subject, provider, user_id, created_at) VALUES ('https://id.example', ?1, 'id', ?1, 0)",
      ).bind(user.userId),
    ]);
    await vi.waitUntil(async () => (await mailsTo(user.email, "booking-confirmed")) === 1, { timeout: 10_000, interval: 100 });
    await latestMail(user.email, "booking-confirmed");
    const erased = await erase(user, { password: user.password });
    expect([erased.status, erased.body.data.userId]).toEqual([200, user.userId]);

    expect(await rows("SELECT user_id, amount FROM bookings WHERE id = ?", booking.bookingId)).toEqual([
      { user_id: user.userId, amount: booking.amount },
    ]);
    expect(await rows("SELECT user_id FROM payments WHERE id = ?", booking.paymentId)).toEqual([{ user_id: user.userId }]);
    const [row] = await rows("SELECT * FROM users WHERE id = ?", user.userId);
    expect(row).toMatchObject({ name: "", phone: null, avatar_url: null, password_hash: "erased", email_verified: 0 });
    for (const table of ["codes", "known_networks", "organizers", "identities"]) {
      expect(await rows(`SELECT * FROM ${table} WHERE user_id = ?`, user.userId)).toEqual([]);
    }
    expect(await rows("SELECT * FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE s.user_id = ?", user.userId)).toEqual(
      [],
    );
    expect(await rows("SELECT 1 FROM sessions WHERE user_id = ? AND (ended_at IS NULL OR ip IS NOT NULL)", user.userId)).toEqual([]);
    expect(await rows("SELECT actor, action FROM audit_log WHERE subject = ?", user.userId)).toEqual([
      { actor: user.userId, action: "user.erased" },
    ]);
    const tables = (await rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")) as {
      name: string;
    }[];
    for (const { name } of tables) {
      const text = JSON.stringify(await rows(`SELECT * FROM "${name}"`));
      expect([name, text.includes(user.email), text.includes(`"${user.username}"`)]).toEqual([name, false, false]);
    }
  });

  it("ends every session and token, makes log-ins impossible and the names free", async () => {
    const user = await registerUser(await makeApp());
    const { app, email, username, password } = user;
    await erase(user);
    for (const path of ["/api/v1/auth/me", "/api/v1/users/me", "/api/v1/users/me/export"]) {
      expect((await call("GET", path, { user })).body.error.code).toBe("TOKEN_INVALID");
    }
    expect((await call("PATCH", "/api/v1/users/me", { user, body: { name: "Back" } })).body.error.code).toBe("TOKEN_INVALID");
    expect((await erase(user)).body.error.code).toBe("TOKEN_INVALID");
    const refreshToken = user.refreshToken;
    expect((await call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } })).body.error.code).toBe("REFRESH_TOKEN_INVALID");
    for (const name of [{ email }, { username }, { username: `erased:${user.userId}` }]) {
      const login = await call("POST", "/api/v1/auth/login", { app, body: { ...name, password } });
      expect(login.body.error.code).toBe("BAD_CREDENTIALS");
    }
    expect((await call("GET", `/api/v1/users/${user.userId}`, { server: app })).body.error.code).toBe("USER_NOT_FOUND");
    const batch = await call<{ items: unknown[] }>("POST", "/api/v1/users/batch", { server: app, body: { ids: [user.userId] } });
    expect(batch.body.data.items).toEqual([]);
    const again = await call("POST", "/api/v1/auth/register", { app, body: { email, username, password } });
    expect(again.status).toBe(201);
  });

  it("needs no body, and minds no content type without one", async () => {
    const user = await makeUser(await makeApp());
    const headers = { "content-type": "application/json" };
    expect((await call("DELETE", "/api/v1/users/me", { user, headers })).status).toBe(200);
  });

  it("wants the password, or a log-in of the last quarter of an hour", async () => {
    const user = await registerUser(await makeApp());
    await expect(eraseMe(ctxOf(user), { password: "wrong password" })).rejects.toMatchObject({ code: "BAD_CREDENTIALS" });
    const later = 16 * 60_000;
    await expect(eraseMe(ctxOf(user, later), {})).rejects.toMatchObject({ code: "PASSWORD_REQUIRED" });
    // A refresh is no log-in.
    await call("POST", "/api/v1/auth/refresh", { app: user.app, body: { refreshToken: user.refreshToken } });
    await expect(eraseMe(ctxOf(user, later), {})).rejects.toMatchObject({ code: "PASSWORD_REQUIRED" });
    await expect(eraseMe(ctxOf(user, later), { password: user.password })).resolves.toMatchObject({ userId: user.userId });
    expect((await erase(await makeUser(user.app), { passwrd: "x" })).status).toBe(422);
  });

  it("happens once, however often and however simultaneously it is asked for, and nobody else is touched", async () => {
    const app = await makeApp();
    const [user, other] = await Promise.all([makeUser(app), makeUser(app)]);
    const admin = { ...testCtx(), actor: { kind: "admin" as const, email: env.ADMIN_EMAIL } };
    const answers = await Promise.all([1, 2, 3].map(() => eraseUser(admin, user.userId)));
    answers.push(await eraseUser({ ...admin, now: () => Date.now() + 5000 }, user.userId));
    expect(new Set(answers.map(({ erasedAt }) => erasedAt)).size).toBe(1);
    expect(await rows("SELECT actor FROM audit_log WHERE subject = ?", user.userId)).toEqual([{ actor: `admin:${env.ADMIN_EMAIL}` }]);
    await expect(eraseUser(admin, "usr_none")).rejects.toMatchObject({ code: "USER_NOT_FOUND" });
    expect((await call("GET", "/api/v1/auth/me", { user: other })).status).toBe(200);
    expect(await admin.db.$count(sessions)).toBeGreaterThan(0);
    expect(await admin.db.$count(users)).toBeGreaterThan(1);
  });

  it("lets no mail out any more, neither one that waits nor one of a booking that is told later", async () => {
    const { user, booking } = await somebody();
    const shows = await rows("SELECT key FROM mails WHERE recipient = ?", user.email);
    expect(shows.length).toBeGreaterThan(0);
    await erase(user);
    const event = {
      id: "e",
      appId: user.app.appId,
      at: 0,
      type: "booking.confirmed" as const,
      source: { showtimeId: booking.showtimeId, seq: 1 },
      booking,
    };
    await env.DB.prepare("DELETE FROM mails WHERE key LIKE ?").bind(`%${booking.bookingId}%`).run();
    await sendConfirmationMails(env, [event]);
    expect(await rows("SELECT key FROM mails WHERE key LIKE ?", `%${booking.bookingId}%`)).toEqual([]);
    await askForCode(testTenantCtx(user.app), { email: user.email, purpose: "RESET_PASSWORD" });
    expect(await mailsTo(user.email, "reset-password")).toBe(0);
  });
});

it("every statement of an export and of an erasure finds its rows by an index", async () => {
  const user = await makeUser(await makeApp());
  const { db, plans } = recordingDatabase();
  const ctx = { ...ctxOf(user), db };
  const person = { userId: user.userId, email: user.email, username: "x" };
  for (const { sections } of domainsWithPeople) {
    for (const { read } of sections) for (const after of [null, encodeCursor(1, "x")]) await read(ctx, person, after, 10);
  }
  await eraseUser(ctx, user.userId);
  const steps = await plans();
  expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(20);
  expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step))).toEqual([]);
});
