import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";

/** What somebody has not read in a room, and its newest message. `sender` null: their account is gone. */
export interface UnreadRoom {
  userId: string;
  appId: string;
  roomId: string;
  /** Null for a room of two: it is called by the other one's name. */
  room: string | null;
  unread: number;
  sender: string | null;
  excerpt: string;
  at: number;
  /** Up to when they had been told before. */
  toldBefore: number;
}

/**
 * What these people have not read of others, by person, the room most lately written in first: said up to `until`, later than what they were told of before,
 * and later than when they were last in the room. Of each room the last `digestMessagesCounted` are looked at, of each person `digestRoomsLookedAt` rooms.
 */
export async function unreadRooms(ctx: Ctx, userIds: readonly string[], until: number): Promise<Map<string, UnreadRoom[]>> {
  const { results } = await ctx.env.DB.prepare(
    `SELECT found.*, sender.name AS sender FROM (
       SELECT *, row_number() OVER (PARTITION BY userId ORDER BY at DESC, roomId) AS place FROM (
         SELECT m.user_id AS userId, r.app_id AS appId, r.id AS roomId, iif(r.type = 'DIRECT', NULL, r.name) AS room,
           ifnull(told.told_until, 0) AS toldBefore, count(*) AS unread, said.sender_id AS senderId,
           substr(said.content, 1, ?3) AS excerpt, max(said.sent_at) AS at
         FROM json_each(?1) AS person
         CROSS JOIN chat_members AS m ON m.user_id = person.value AND m.state = 'MEMBER'
         CROSS JOIN chat_rooms AS r ON r.id = m.room_id AND r.head_seq > m.read_seq AND r.status = 'ACTIVE'
         LEFT JOIN message_digests AS told ON told.user_id = m.user_id
         CROSS JOIN messages AS said ON said.room_id = r.id AND said.seq > max(m.read_seq, r.head_seq - ?4) AND said.sender_id <> m.user_id
           AND said.kind = 'TEXT' AND said.deleted_at IS NULL AND said.sent_at <= ?2
           AND said.sent_at > max(ifnull(told.told_until, 0), ifnull(m.last_seen_at, 0), m.joined_at)
         WHERE r.last_message_at > max(ifnull(told.told_until, 0), ifnull(m.last_seen_at, 0))
         GROUP BY m.user_id, r.id
       )
     ) AS found LEFT JOIN users AS sender ON sender.id = found.senderId AND sender.erased_at IS NULL
     WHERE found.place <= ?5 ORDER BY found.userId, found.place`,
  )
    .bind(JSON.stringify(userIds), until, limits.digestExcerptChars, limits.digestMessagesCounted, limits.digestRoomsLookedAt)
    .all<UnreadRoom>();
  return Map.groupBy(results, ({ userId }) => userId);
}
