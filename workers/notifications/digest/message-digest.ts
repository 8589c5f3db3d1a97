import { limits } from "../../../contracts/limits.ts";
import type { MessageDigestMail } from "../../../contracts/mails.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Job, JobState } from "../../platform/job.ts";
import { noSuchPeriod } from "../../platform/jobs/periods.ts";
import type { NewMail } from "../enqueue-mails.ts";
import { announceMails, mailStatements } from "../mail-statements.ts";
import { choicesOf } from "../preferences/read.ts";
import { countPeople, type Person, peopleOfZone, zonesOfPeople } from "../reminders/people.ts";
import { wallClock } from "../reminders/wall-clock.ts";
import { type LinkTo, linksTo, webApps } from "../reminders/web-links.ts";
import { digestDay, readDigestPeriod } from "./digest-periods.ts";
import { type UnreadRoom, unreadRooms } from "./unread-rooms.ts";

/** Where people are reckoned to be whose zone nobody knows. */
const nowhere = "UTC";
/** What is younger may still be read without a mail. */
const youngMs = 2 * 3_600_000;

/** In the evening, for each zone: one mail with what somebody has not read of others, and of each message once. */
export const messageDigest: Job = {
  name: "message-digest",
  summary: "Tells people of messages that they have not read",
  schedule: "Every day at 18:00 of each person's zone",

  async due(ctx) {
    const now = ctx.now();
    return [...new Set([...(await zonesOfPeople(ctx)), nowhere])].flatMap((zone) => {
      const day = digestDay(zone, now);
      return day === null ? [] : [`${day} ${zone}`];
    });
  },

  period(ctx, asked) {
    const now = `${wallClock(nowhere, ctx.now()).day} ${nowhere}`;
    if (asked !== undefined && readDigestPeriod(asked) === null) throw noSuchPeriod(now);
    return asked ?? now;
  },

  async page(ctx, state) {
    const zone = readDigestPeriod(state.period)?.zone ?? nowhere;
    const position = positionOf(state);
    const people = await peopleOfZone(ctx, position.unknown ? null : zone, position.after, limits.digestPeopleInPage);
    const total =
      state.position === null ? (await countPeople(ctx, zone)) + (zone === nowhere ? await countPeople(ctx, null) : 0) : undefined;
    const last = people.length === limits.digestPeopleInPage ? people.at(-1) : undefined;
    const behind = last === undefined ? null : { ...position, after: last.id };
    return {
      position: behind ?? (zone === nowhere && !position.unknown ? { unknown: true, after: "" } : null),
      done: people.length,
      ...(total !== undefined && { total }),
      ...(await digests(ctx, people)),
    };
  },
};

/** What is written with a run between its pages. `unknown`: among those whose zone nobody knows. */
interface Position {
  unknown: boolean;
  after: string;
}

/** Only `page` writes it. */
const positionOf = ({ position }: JobState): Position => (position ?? { unknown: false, after: "" }) as Position;

async function digests(ctx: Ctx, people: readonly Person[]) {
  if (people.length === 0) return {};
  const ids = people.map(({ id }) => id);
  const until = ctx.now() - youngMs;
  const [wished, apps] = await Promise.all([choicesOf(ctx.db, ids, "messages", "mail"), webApps(ctx)]);
  const wishing = people.filter(({ id }) => wished.get(id));
  const rooms = await unreadRooms(ctx, ids, until);
  const linkTo = linksTo(ctx.env, apps);
  const mails = wishing.flatMap((person): NewMail[] => {
    const own = rooms.get(person.id);
    return own === undefined ? [] : [mailTo(person, own, linkTo)];
  });
  // Who wishes no mail is told of nothing, and not of everything on the day when they change their mind.
  const passed = ids.filter((id) => rooms.has(id));
  return {
    report: { mails: mails.length },
    statements: [...mailStatements(ctx.env, mails, ctx.now()), noteTold(ctx, passed, until)],
    afterwards: () => announceMails(ctx.env, mails),
  };
}

const noteTold = (ctx: Ctx, userIds: readonly string[], until: number): D1PreparedStatement =>
  ctx.env.DB.prepare(
    `INSERT INTO message_digests (user_id, told_until) SELECT value, ?2 FROM json_each(?1) WHERE TRUE
     ON CONFLICT (user_id) DO UPDATE SET told_until = max(told_until, excluded.told_until)`,
  ).bind(JSON.stringify(userIds), until);

/** Up to when they had been told before makes the key: whatever is told again from there is the same mail. */
function mailTo(person: Person, rooms: readonly UnreadRoom[], linkTo: LinkTo): NewMail {
  const payload: MessageDigestMail = {
    name: person.name,
    total: rooms.reduce((sum, { unread }) => sum + unread, 0),
    rooms: rooms.slice(0, limits.digestRoomsShown).map((room) => ({
      name: room.room ?? room.sender ?? "Somebody",
      unread: room.unread,
      sender: room.sender ?? "Somebody",
      excerpt: room.excerpt,
      link: linkTo(room.appId, `/chat/${room.roomId}`),
    })),
    moreRooms: Math.max(0, rooms.length - limits.digestRoomsShown),
  };
  const apps = new Set(rooms.map(({ appId }) => appId));
  const appId = apps.size === 1 ? (rooms[0]?.appId ?? null) : null;
  return {
    key: `message-digest:${person.id}:${rooms[0]?.toldBefore ?? 0}`,
    kind: "message-digest",
    appId,
    recipient: person.email,
    payload,
  };
}
