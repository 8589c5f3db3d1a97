import type { RoomDigest } from "../../contracts/chat-room.ts";
import { limits } from "../../contracts/limits.ts";
import { chatRoomOf } from "../chat/room-of.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import type { Finding, PartStep } from "./finding.ts";

const lookAgainMs = 500;

interface Known {
  id: string;
  appId: string;
  headSeq: number;
  version: number;
}

/** A room that is not in D1 as it told: `detail` says what. `upTo`: its last message then. `lost`: no telling can mend it. */
interface Differing extends Known {
  kind: "MESSAGES_MISSING" | "ROOM_STALE" | "AHEAD_OF_OBJECT";
  detail: string;
  upTo: number;
  lost: boolean;
}

/**
 * Compares rooms with their archive: every message up to where the room knows that D1 has it, and the room itself. Where one is missing the room tells everything
 * anew, and the page waits for that. MESSAGES_MISSING, ROOM_STALE; AHEAD_OF_OBJECT where D1 has messages that the room has not. `place`: the last room's id.
 */
export async function compareRooms(ctx: Ctx, place: string | null): Promise<PartStep<string>> {
  const { results: rooms } = await ctx.env.DB.prepare(
    "SELECT id, app_id AS appId, head_seq AS headSeq, version FROM chat_rooms WHERE id > ? ORDER BY id LIMIT ?",
  )
    .bind(place ?? "", limits.roomsCompared)
    .all<Known>();
  const differing: Differing[] = [];
  for (const room of rooms) differing.push(...(await lookAt(ctx, room)));
  const next = rooms.length < limits.roomsCompared ? null : (rooms.at(-1)?.id ?? null);
  return { next, done: rooms.length, findings: await mended(ctx, differing) };
}

async function mended(ctx: Ctx, differing: readonly Differing[]): Promise<Finding[]> {
  const findings = new Map(
    differing.map((room): [string, Finding] => [room.id, { kind: room.kind, subject: room.id, detail: room.detail, healed: false }]),
  );
  const toMend = differing.filter(({ lost }) => !lost);
  for (const { id, appId } of toMend) {
    ctx.log.warn("a room tells the archive everything anew, for something is missing there", { room: id });
    await callObject(() => chatRoomOf(ctx.env, appId, id).retell(), { idempotent: true });
  }
  const until = Date.now() + limits.roomsRetellMs;
  let waiting = toMend;
  while (waiting.length > 0 && Date.now() < until) {
    await scheduler.wait(lookAgainMs);
    const still: Differing[] = [];
    for (const room of waiting) {
      const finding = findings.get(room.id);
      if (finding !== undefined && (await isWhole(ctx, room))) finding.healed = true;
      else still.push(room);
    }
    waiting = still;
  }
  for (const { id } of waiting) {
    const finding = findings.get(id);
    if (finding !== undefined) finding.detail += "; it is being told anew";
  }
  return [...findings.values()];
}

const digestOf = async (ctx: Ctx, { id, appId }: Known): Promise<RoomDigest | null> => {
  const answer = await callObject(() => chatRoomOf(ctx.env, appId, id).digest(), { idempotent: true });
  return answer.ok ? answer.digest : null;
};

/** Everything was told anew and is there. */
async function isWhole(ctx: Ctx, room: Differing): Promise<boolean> {
  const digest = await digestOf(ctx, room);
  return digest !== null && digest.archivedSeq >= room.upTo && (await differencesOf(ctx, room, digest)).length === 0;
}

async function lookAt(ctx: Ctx, room: Known): Promise<Differing[]> {
  const digest = (await digestOf(ctx, room)) ?? neverSetUp;
  if (room.headSeq <= digest.headSeq) return differencesOf(ctx, room, digest);
  const detail = `D1 has ${room.headSeq} messages, the room ${digest.headSeq}`;
  return [{ ...room, kind: "AHEAD_OF_OBJECT", detail, upTo: digest.headSeq, lost: true }];
}

/** D1 knows a room that its object does not. */
const neverSetUp: RoomDigest = { headSeq: 0, archivedSeq: 0, keptFrom: 1, toldVersion: 0 };

async function differencesOf(ctx: Ctx, room: Known, digest: RoomDigest): Promise<Differing[]> {
  const { headSeq, archivedSeq, keptFrom, toldVersion } = digest;
  const { old, kept, head, version } = await archivedRoom(ctx, room.id, digest);
  const found = (kind: Differing["kind"], detail: string, lost = false): Differing[] => [{ ...room, kind, detail, upTo: headSeq, lost }];
  if (old < keptFrom - 1) return found("MESSAGES_MISSING", `${keptFrom - 1 - old} messages that the room no longer keeps are gone`, true);
  const missing = archivedSeq - keptFrom + 1 - kept;
  if (missing > 0) return found("MESSAGES_MISSING", `${missing} of ${archivedSeq} messages are missing`);
  if ((head ?? 0) < archivedSeq || (version ?? 0) < toldVersion) return found("ROOM_STALE", `D1: version ${version}, told: ${toldVersion}`);
  return [];
}

interface Archived {
  old: number;
  kept: number;
  head: number | null;
  version: number | null;
}

/** How many messages D1 has of a room, of those that the room no longer keeps and of those that it was told; and how it has the room itself. */
export async function archivedRoom(
  ctx: Ctx,
  roomId: string,
  { keptFrom, archivedSeq }: Pick<RoomDigest, "keptFrom" | "archivedSeq">,
): Promise<Archived> {
  const row = await ctx.env.DB.prepare(
    `SELECT (SELECT count(*) FROM messages WHERE room_id = ?1 AND seq < ?2) AS old,
       (SELECT count(*) FROM messages WHERE room_id = ?1 AND seq BETWEEN ?2 AND ?3) AS kept,
       (SELECT head_seq FROM chat_rooms WHERE id = ?1) AS head, (SELECT version FROM chat_rooms WHERE id = ?1) AS version`,
  )
    .bind(roomId, keptFrom, archivedSeq)
    .first<Archived>();
  return row ?? { old: 0, kept: 0, head: null, version: null };
}
