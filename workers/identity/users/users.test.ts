import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { User } from "../../../contracts/identity.ts";
import type { PublicUser, UserPage, UserRecord } from "../../../contracts/users.ts";
import { UserQuery } from "../../../contracts/users.ts";
import { call, makeApp, makeUser, registerUser, type TestUser, testCtx } from "../../../test/harness.ts";
import { randomBase32 } from "../../platform/ids.ts";
import { listUsers } from "./list-users.ts";
import { readUserForAdmin } from "./read-users.ts";

const read = <Data = User & PublicUser>(user: TestUser, id: string) => call<{ user: Data }>("GET", `/api/v1/users/${id}`, { user });
const patch = (user: TestUser, id: string, body: unknown) => call<{ user: User }>("PATCH", `/api/v1/users/${id}`, { user, body });

describe("a profile", () => {
  it("is whole for oneself, also as me, and public for everybody else, whatever their app", async () => {
    const [app, otherApp] = await Promise.all([makeApp(), makeApp()]);
    const [ada, bob] = await Promise.all([makeUser(app, { name: "Ada" }), makeUser(otherApp)]);
    const own = await read(ada, ada.userId);
    expect(own.body.data.user).toMatchObject({ id: ada.userId, email: ada.email, name: "Ada", phone: null, avatarUrl: null, role: "USER" });
    expect((await read(ada, "me")).body.data).toEqual(own.body.data);
    const username = own.body.data.user.username;
    const shown = { id: ada.userId, username, name: "Ada", avatarUrl: null };
    expect((await read(bob, ada.userId)).body.data).toEqual({ user: shown });
    const byServer = await call<{ user: PublicUser }>("GET", `/api/v1/users/${ada.userId}`, { server: app });
    expect(byServer.body.data).toEqual({ user: shown });
    for (const id of ["usr_none", "me%00", app.appId]) expect([404, 422]).toContain((await read(ada, id)).status);
    expect((await call("GET", "/api/v1/users/me", { server: app })).body.error.code).toBe("USER_NOT_FOUND");
  });

  it("is changed by its owner, field by field", async () => {
    const user = await makeUser(await makeApp());
    const avatarUrl = "https://images.example.com/ada.png";
    const changed = await patch(user, "me", { name: " Ada King ", phone: "+43 1 234567", avatarUrl });
    expect(changed.body.data.user).toMatchObject({ name: "Ada King", phone: "+43 1 234567", avatarUrl, email: user.email });
    const username = `Ada-${randomBase32(6)}`;
    expect((await patch(user, user.userId, { username })).body.data.user).toMatchObject({ username, name: "Ada King" });
    const emptied = await patch(user, "me", { phone: null, avatarUrl: null });
    expect(emptied.body.data.user).toMatchObject({ phone: null, avatarUrl: null, name: "Ada King" });
    expect((await patch(user, "me", {})).body.data).toEqual(emptied.body.data);
  });

  it("of somebody else is not changed", async () => {
    const app = await makeApp();
    const [ada, bob] = await Promise.all([makeUser(app), makeUser(app)]);
    for (const id of [ada.userId, "usr_none"]) {
      const answer = await patch(bob, id, { name: "Mallory" });
      expect([answer.status, answer.body.error.code]).toEqual([403, "FORBIDDEN"]);
    }
    expect((await read(ada, "me")).body.data.user.name).not.toBe("Mallory");
  });

  it("takes no username that somebody has, in any case, also of two at the same moment", async () => {
    const app = await makeApp();
    const users = await Promise.all([makeUser(app), makeUser(app), makeUser(app)]);
    const username = `taken-${randomBase32(6)}`;
    const both = await Promise.all(users.slice(0, 2).map((user) => patch(user, "me", { username })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = await patch(users[2] as TestUser, "me", { username: username.toLowerCase() });
    expect([late.status, late.body.error.code]).toEqual([409, "USERNAME_TAKEN"]);
  });

  it.each([
    { role: "ORGANIZER" },
    { emailVerified: true },
    { id: "usr_1" },
    { email: "other@example.com" },
    { passwordHash: "x" },
    { erasedAt: 1 },
    { createdAt: "2026-11-21T09:00:00.000Z" },
    { name: "two\r\nlines" },
    { name: "" },
    { name: null },
    { username: "a@b.example" },
    { username: "erased:usr_1" },
    { phone: "call me" },
    { phone: "+43 1\r\n234567" },
    { avatarUrl: "http://images.example.com/ada.png" },
    { avatarUrl: "javascript:alert(1)" },
    { avatarUrl: "data:image/png;base64,AAAA" },
    { avatarUrl: "//images.example.com/ada.png" },
  ])("takes only what a profile is made of, and not %j", async (body) => {
    const answer = await patch(await makeUser(await makeApp()), "me", body);
    expect([answer.status, answer.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
  });

  it.each([
    "https://127.0.0.1/a.png",
    "https://[::1]/a.png",
    "https://user@images.example.com/a.png",
    "https://0x7f.1/a.png",
    "https://host.internal/a.png",
  ])("has no picture at %s", async (avatarUrl) => {
    const answer = await patch(await makeUser(await makeApp()), "me", { avatarUrl });
    expect([answer.status, answer.body.error.code]).toEqual([422, "URL_NOT_ALLOWED"]);
  });
});

describe("several people at once", () => {
  it("are shown by what is public, each once, in the order of their ids, and who does not exist is left out", async () => {
    const app = await makeApp();
    const [ada, bob] = await Promise.all([makeUser(app), makeUser(await makeApp())]);
    const ids = [bob.userId, "usr_none", ada.userId, bob.userId];
    const answer = await call<{ items: PublicUser[] }>("POST", "/api/v1/users/batch", { user: ada, body: { ids } });
    expect(answer.body.data.items.map(({ id }) => id)).toEqual([bob.userId, ada.userId]);
    expect(Object.keys(answer.body.data.items[0] ?? {}).sort()).toEqual(["avatarUrl", "id", "name", "username"]);
    const many = Array.from({ length: 100 }, (_, at) => (at === 0 ? ada.userId : `usr_${at}`));
    const byServer = await call<{ items: PublicUser[] }>("POST", "/api/v1/users/batch", { server: app, body: { ids: many } });
    expect(byServer.body.data.items).toHaveLength(1);
    for (const wrong of [[], [...many, "usr_101"], ["' OR 1=1"], "usr_1"]) {
      expect((await call("POST", "/api/v1/users/batch", { server: app, body: { ids: wrong } })).status).toBe(422);
    }
  });
});

describe("whether an address has an account", () => {
  it("is told to any app, in any case of the address", async () => {
    const app = await makeApp();
    const { email } = await makeUser(app);
    const ask = (address: string) => call<{ exists: boolean }>("POST", "/api/v1/users/email_exists", { app, body: { email: address } });
    expect((await ask(email.toUpperCase())).body.data).toEqual({ exists: true });
    expect((await ask(`${randomBase32(8)}@example.com`)).body.data).toEqual({ exists: false });
    expect((await ask("no address")).status).toBe(422);
  });

  it("is asked seldom from one place", async () => {
    const app = await makeApp();
    const headers = { "cf-connecting-ip": "203.0.113.77" };
    const ask = () => call("POST", "/api/v1/users/email_exists", { app, headers, body: { email: "a@example.com" } });
    const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(15);
  });
});

describe("the list of people", () => {
  const admin = { ...testCtx(), actor: { kind: "admin" as const, email: env.ADMIN_EMAIL } };
  const list = (query: object) => listUsers(admin, UserQuery.parse(query));
  const emails = (page: UserPage) => page.items.map(({ email }) => email);

  async function three() {
    const app = await makeApp();
    const mark = randomBase32(10).toLowerCase();
    const people = [];
    for (const name of ["b", "C", "a"]) {
      const user = await makeUser(app, { name: `${name} ${mark}` });
      people.push(user.email);
    }
    return { mark, people };
  }

  it("is paged by cursor, the newest first", async () => {
    const { mark, people } = await three();
    const first = await list({ q: mark.toUpperCase(), limit: 2 });
    expect(emails(first)).toEqual([people[2], people[1]]);
    expect(first.total).toBeUndefined();
    const second = await list({ q: mark, limit: 2, cursor: first.nextCursor });
    expect([emails(second), second.nextCursor]).toEqual([[people[0]], null]);
  });

  it("is paged by number and sorted, with the total", async () => {
    const { mark, people } = await three();
    const page = await list({ q: mark, page: 0, size: 2, sort: "name,asc" });
    expect([emails(page), page.total, page.nextCursor]).toEqual([[people[2], people[0]], 3, null]);
    expect(emails(await list({ q: mark, page: 1, size: 2, sort: "name,asc" }))).toEqual([people[1]]);
    expect(emails(await list({ q: mark, page: 2, size: 2 }))).toEqual([]);
    expect(emails(await list({ q: mark, sort: "name,desc" }))).toEqual([people[1], people[0], people[2]]);
    expect(emails(await list({ q: mark, sort: "createdAt" }))).toEqual(people);
    const byEmail = await list({ q: mark, sort: "email,desc" });
    expect(emails(byEmail)).toEqual([...people].sort().reverse());
  });

  it("takes a question literally", async () => {
    for (const q of ["%", "_____", "' OR 1=1 --", "*"]) expect((await list({ q: `${q}${randomBase32(6)}` })).items).toEqual([]);
  });

  it("is the administrator's alone, and shows no secret", async () => {
    const user = await registerUser(await makeApp());
    const page = await call<UserPage>("GET", `/api/v1/users?q=${user.email}&size=5`, { admin: true });
    const { id, email, username } = { id: user.userId, email: user.email, username: user.username };
    expect(page.body.data).toMatchObject({ items: [{ id, email, username, emailVerified: false }], total: 1 });
    const keys = ["avatarUrl", "createdAt", "email", "emailVerified", "id", "name", "phone", "updatedAt", "username"];
    expect(Object.keys(page.body.data.items[0] as UserRecord).sort()).toEqual(keys);
    expect(await readUserForAdmin(admin, user.userId)).toEqual(page.body.data.items[0]);
    expect((await call("GET", "/api/v1/users", { user })).body.error.code).toBe("TOKEN_INVALID");
    expect((await call("GET", "/api/v1/users", { server: user.app })).body.error.code).toBe("TOKEN_MISSING");
  });

  it.each([
    "limit=0",
    "limit=101",
    "size=101",
    "page=-1",
    "page=1.5",
    "page=1000000",
    "sort=passwordHash",
    "sort=name,up",
    "sort=name;",
    "cursor=x",
    "cursor=x&page=1",
    "x=1",
  ])("refuses ?%s", async (query) => {
    expect((await call("GET", `/api/v1/users?${query}`, { admin: true })).body.error.code).toBe("VALIDATION_FAILED");
  });
});
