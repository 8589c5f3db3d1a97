import { describe, expect, it } from "vitest";
import { makeApp, makeUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { Ctx, TenantCtx, UserCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { askMessageRoom } from "./ask-message-room.ts";
import { forgetPage } from "./forget-person.ts";
import { listOwnRooms } from "./list-own-rooms.ts";
import { listRooms } from "./list-rooms.ts";
import { projectRooms } from "./project-room.ts";
import { archivedMessages, lastArchivedMessage } from "./read-messages.ts";
import { rebuildPage, reindexPage } from "./rebuild-archive.ts";
import { requireRoomLimit } from "./require-room-limit.ts";
import { searchMessages } from "./search-messages.ts";
import { chatMembers, chatRooms, messages } from "./tables.ts";

const asUser = (ctx: TenantCtx, { userId }: TestUser): UserCtx => ({
  ...ctx,
  actor: { kind: "user", userId, sessionId: "ses_x", role: "USER" },
});
const cursor = encodeCursor(5, "room_x");
const ask = () => Promise.resolve({ ok: true as const });

/** What is put into the queue here would go round in the whole test run. */
const quiet = { send: async () => {}, sendBatch: async () => {} } as unknown as Env["CHAT_MESSAGES"];

const reads: [string, (ctx: TenantCtx, user: UserCtx, system: Ctx) => Promise<unknown>][] = [
  ["the rooms that a user may find", (_, user) => listRooms(user, { limit: 20 })],
  ["their second page", (_, user) => listRooms(user, { limit: 20, cursor, q: "x" })],
  ["all rooms of the app", (ctx) => listRooms(ctx, { limit: 20, cursor })],
  ["rooms by number", (_, user) => listRooms(user, { limit: 20, page: 1, sort: "name,asc" })],
  ["one's own rooms", (_, user) => listOwnRooms(user, { limit: 20, cursor })],
  ["one's own rooms by number", (_, user) => listOwnRooms(user, { limit: 20, page: 0, sort: "lastMessageAt,desc" })],
  ["how many rooms one is in", (_, user) => requireRoomLimit(user, user.actor.userId)],
  ["a user's message by its id", (_, user) => askMessageRoom(user, "268435456000000001", ask).catch(() => {})],
  [
    "the server's message by its id",
    (ctx) => askMessageRoom({ ...ctx, actor: { kind: "server" } }, "268435456000000001", ask).catch(() => {}),
  ],
  ["found messages", (ctx) => archivedMessages(ctx, [{ roomId: "room_x", seq: 1 }])],
  ["a search in one's own rooms", (_, user) => searchMessages(user, { q: "x", limit: 20 })],
  ["the last message of a room", (ctx) => lastArchivedMessage(ctx, "room_x")],
  [
    "a page of a rebuild",
    (_ctx, _user, system) => rebuildPage(system, { type: "chat.rebuild", appId: "app_x", roomId: null, after: "room_x" }),
  ],
  [
    "a page of a rebuild of all",
    (_ctx, _user, system) => rebuildPage(system, { type: "chat.rebuild", appId: null, roomId: null, after: "room_~" }),
  ],
  [
    "a page of the index",
    (_ctx, _user, system) => reindexPage(system, { type: "chat.reindex", appId: "app_x", roomId: "room_x", after: 5 }),
  ],
  [
    "the rooms of somebody who is forgotten",
    (_ctx, _user, system) => forgetPage(system, { type: "chat.forget", userId: "usr_x", after: null, sentFrom: null }),
  ],
];

describe("no statement about rooms or messages reads a whole table", () => {
  for (const [name, run] of reads) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      const app = await makeApp();
      const ctx = { ...testTenantCtx(app), db };
      const system = testCtx();
      await run(ctx, asUser(ctx, await makeUser(app)), { ...system, db, env: { ...system.env, CHAT_MESSAGES: quiet } });
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH"))).not.toEqual([]);
      expect(steps.filter((step) => /^SCAN (?!\w+ VIRTUAL TABLE|CONSTANT ROW|both_pages|public_page|private_page|\()/.test(step))).toEqual(
        [],
      );
    });
  }

  it("pages of rooms are read in the order of their index, and not sorted first", async () => {
    const { db, plans } = recordingDatabase();
    const ctx = { ...testTenantCtx(await makeApp()), db };
    await listRooms(asUser(ctx, await makeUser(await makeApp())), { limit: 20, cursor });
    const steps = await plans();
    expect(steps.filter((step) => /SEARCH chat_rooms USING .*chat_rooms_to_find \(app_id=\? AND visibility=\?/.test(step))).toHaveLength(2);
  });

  it("what rooms tell is written by keys", async () => {
    const { db, plans } = recordingDatabase();
    const room = { roomId: "room_plan" } as unknown as Parameters<typeof projectRooms>[1][number]["room"];
    const told = [{}] as unknown as Parameters<typeof projectRooms>[1][number]["messages"];
    projectRooms(db.$client, [{ appId: "app_x", roomId: "room_plan", room, members: told as never, messages: told }]);
    expect((await plans()).filter((step) => /^SCAN (?!\w+ VIRTUAL TABLE)/.test(step))).toEqual([]);
  });
});

it("the tables of the code are those of the database", async () => {
  expect(await schemaDrift(chatRooms, chatMembers, messages)).toEqual([]);
});
