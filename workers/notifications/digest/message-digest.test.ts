import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { MessageDigestMail } from "../../../contracts/mails.ts";
import { crashingEnv } from "../../../test/crashing-env.ts";
import { makeApp, type TestApp, type TestUser } from "../../../test/harness.ts";
import { deliverAll, heldJobs, runJob } from "../../../test/job-runs.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { choose, livingIn, mailsTo } from "../../../test/reminded.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { newId } from "../../platform/ids.ts";
import { resumeJobs } from "../../platform/jobs/resume-jobs.ts";
import { startDueJobs } from "../../platform/jobs/start-due-jobs.ts";
import { startJob } from "../../platform/jobs/start-job.ts";
import { digestDay, readDigestPeriod } from "./digest-periods.ts";
import { messageDigest } from "./message-digest.ts";
import { messageDigests } from "./tables.ts";

const at = Date.parse;
const minuteMs = 60_000;
const clock = (time: string) => () => at(time);
const digests = (user: TestUser) => mailsTo<MessageDigestMail>(user, "message-digest");

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

/** A room as the archive has it. */
async function makeRoom(name: string, members: TestUser[], type = "GROUP"): Promise<string> {
  const roomId = newId("room");
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO chat_rooms (id, app_id, name, description, type, visibility, status, member_count, metadata, slow_mode_seconds, machine, head_seq, created_at,
         updated_at, version) VALUES (?, ?, ?, '', ?, 'PRIVATE', 'ACTIVE', 2, '{}', 0, 0, 0, 0, 0, 1)`,
    ).bind(roomId, app.appId, name, type),
    ...members.map(({ userId }) =>
      env.DB.prepare(
        "INSERT INTO chat_members (room_id, user_id, app_id, role, state, joined_at, read_seq, version) VALUES (?, ?, ?, 'MEMBER', 'MEMBER', 0, 0, 1)",
      ).bind(roomId, userId, app.appId),
    ),
  ]);
  return roomId;
}

async function say(roomId: string, sender: TestUser, content: string, sentAt: string): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("UPDATE chat_rooms SET head_seq = head_seq + 1, last_message_at = ?2 WHERE id = ?1").bind(roomId, at(sentAt)),
    env.DB.prepare(
      `INSERT INTO messages (room_id, seq, app_id, id, sender_id, client_id, kind, content, sent_at, version)
       SELECT id, head_seq, app_id, ?2, ?3, ?2, 'TEXT', ?4, ?5, 1 FROM chat_rooms WHERE id = ?1`,
    ).bind(roomId, crypto.randomUUID(), sender.userId, content, at(sentAt)),
  ]);
}

describe("the digest of unread messages", () => {
  it("is due from six in the evening until midnight by everybody's own clock", () => {
    expect(digestDay("Asia/Kolkata", at("2027-01-10T12:29:00Z"))).toBeNull();
    expect(digestDay("Asia/Kolkata", at("2027-01-10T12:30:00Z"))).toBe("2027-01-10");
    expect(digestDay("Asia/Kolkata", at("2027-01-10T18:29:00Z"))).toBe("2027-01-10");
    expect(digestDay("Asia/Kolkata", at("2027-01-10T18:30:00Z"))).toBeNull();
    expect(readDigestPeriod("2027-01-10 Asia/Kolkata")).toEqual({ day: "2027-01-10", zone: "Asia/Kolkata" });
    for (const wrong of ["2027-01-10", "2027-01-10 Nowhere/City", "today UTC", "2027-13-01 UTC"])
      expect(readDigestPeriod(wrong), wrong).toBeNull();
  });

  it("tells what others wrote while somebody was away, and of no message twice", async () => {
    const zone = "Asia/Tokyo";
    const [ada, bob] = [await livingIn(app, zone), await livingIn(app, zone, "Bob")];
    const [stalls, two, read] = [
      await makeRoom("Stalls", [ada, bob]),
      await makeRoom("Direct message", [ada, bob], "DIRECT"),
      await makeRoom("Read", [ada, bob]),
    ];
    await say(stalls, bob, "Is this row free?", "2027-01-10T01:00:00Z");
    await say(stalls, ada, "It was.", "2027-01-10T01:01:00Z");
    await say(stalls, bob, "A pity", "2027-01-10T02:00:00Z");
    await say(two, bob, "Come on then", "2027-01-10T03:00:00Z");
    await say(read, bob, "Seen", "2027-01-10T03:00:00Z");
    await say(stalls, bob, "Just now", "2027-01-10T08:00:00Z");
    await env.DB.prepare("UPDATE chat_members SET read_seq = 1 WHERE room_id = ? AND user_id = ?").bind(read, ada.userId).run();
    const evening = "2027-01-10T09:00:00Z";
    const tick = async (time: string) => {
      const { ctx, messages } = heldJobs({ now: clock(time) });
      await startDueJobs(ctx, [messageDigest]);
      await deliverAll(ctx, [messageDigest], messages);
    };
    await tick("2027-01-10T08:59:00Z");
    expect(await digests(ada)).toEqual([]);
    await tick(evening);
    await tick("2027-01-10T09:05:00Z");
    expect(await digests(ada)).toMatchObject([
      {
        appId: app.appId,
        payload: {
          total: 3,
          moreRooms: 0,
          rooms: [
            { name: "Bob", unread: 1, sender: "Bob", excerpt: "Come on then" },
            { name: "Stalls", unread: 2, sender: "Bob", excerpt: "A pity" },
          ],
        },
      },
    ]);
    // What Ada wrote herself, Bob has not read: he is told of that, and of nothing of his own.
    expect((await digests(bob)).map(({ payload }) => payload.total)).toEqual([1]);
    await tick("2027-01-11T09:00:00Z");
    const [, next] = await digests(ada);
    expect(next?.payload).toMatchObject({ total: 1, rooms: [{ name: "Stalls", unread: 1, excerpt: "Just now" }] });
    await tick("2027-01-12T09:00:00Z");
    expect(await digests(ada)).toHaveLength(2);
  });

  it("passes over who was in the room since, who left it, and who wishes no such mail", async () => {
    const zone = "Asia/Seoul";
    const [seen, left, silent, told] = await Promise.all([1, 2, 3, 4].map(() => livingIn(app, zone)));
    const bob = await livingIn(app, null);
    if (!seen || !left || !silent || !told) throw new Error("nobody came");
    const room = await makeRoom("Balcony", [seen, left, silent, told, bob]);
    await say(room, bob, "Hello", "2027-01-10T01:00:00Z");
    const member = (user: TestUser, change: string) =>
      env.DB.prepare(`UPDATE chat_members SET ${change} WHERE room_id = ? AND user_id = ?`).bind(room, user.userId).run();
    await member(seen, `last_seen_at = ${at("2027-01-10T01:00:30Z")}`);
    await member(left, "state = 'LEFT'");
    await choose(silent, "messages", "mail", false);
    const run = await runJob(messageDigest, `2027-01-10 ${zone}`, { now: clock("2027-01-10T09:00:00Z") });
    expect(run).toMatchObject({ status: "DONE", done: 4, total: 4, report: { mails: 1 } });
    expect([
      (await digests(seen)).length,
      (await digests(left)).length,
      (await digests(silent)).length,
      (await digests(told)).length,
    ]).toEqual([0, 0, 0, 1]);
    // Whoever wishes it again later is not told of what is long past.
    await env.DB.prepare("DELETE FROM notification_choices WHERE user_id = ?").bind(silent.userId).run();
    await runJob(messageDigest, `2027-01-11 ${zone}`, { now: clock("2027-01-11T09:00:00Z") });
    expect(await digests(silent)).toEqual([]);
  });

  it("that is cut off after any of its calls tells everybody once and of everything, by indexes", async () => {
    const zone = "Asia/Manila";
    const [ada, bob] = [await livingIn(app, zone), await livingIn(app, null)];
    const room = await makeRoom("Foyer", [ada, bob]);
    const { db, plans } = recordingDatabase();
    const whole = crashingEnv({ ...env, DB: db.$client }, Number.POSITIVE_INFINITY);
    await say(room, bob, "0", "2027-02-01T01:00:00Z");
    await runJob(messageDigest, `2027-02-01 ${zone}`, { env: whole.env, now: clock("2027-02-01T10:00:00Z") });
    const tables = /^SCAN (users|m|r|said|told|chat_members|chat_rooms|messages)\b/;
    expect((await plans()).filter((step) => tables.test(step))).toEqual([]);
    expect(await schemaDrift(messageDigests)).toEqual([]);
    const days = whole.calls();
    for (let callsMax = 0; callsMax < days; callsMax++) {
      const day = new Date(at("2027-02-02T00:00:00Z") + callsMax * 1440 * minuteMs).toISOString().slice(0, 10);
      const now = clock(`${day}T10:00:00Z`);
      await say(room, bob, day, `${day}T01:00:00Z`);
      await runJob(messageDigest, `${day} ${zone}`, { env: crashingEnv(env, callsMax).env, now }).catch(() => {});
      const { ctx, messages } = heldJobs({ now: () => now() + 120_000 });
      await startJob(ctx, messageDigest, `${day} ${zone}`);
      await resumeJobs(ctx);
      await deliverAll(ctx, [messageDigest], messages);
    }
    const mails = await digests(ada);
    expect(mails.map(({ payload }) => payload.total)).toEqual(Array.from({ length: days + 1 }, () => 1));
  });
});
