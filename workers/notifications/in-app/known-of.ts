import type { KeptNotification } from "../../../contracts/notifications.ts";
import { describeShowtimes } from "../../catalog/read.ts";
import type { TenantCtx } from "../../platform/context.ts";
import type { Known } from "./words-of.ts";

type ChatRow = { id: string; room: string | null; type: string | null; person: string | null; takenBack: number };

/**
 * What D1 knows now of that which these notifications name, by each one's id: one query for the shows and one for rooms, people and messages, and none for
 * what no notification names. Only what is the app's own is found.
 */
export async function knownOf(ctx: TenantCtx, items: readonly KeptNotification[]): Promise<(item: KeptNotification) => Known> {
  const showtimeIds = [...new Set(items.map(showtimeIn).filter((id) => id !== ""))];
  const [shows, chats] = await Promise.all([
    showtimeIds.length === 0 ? null : describeShowtimes(ctx.db, ctx.tenant.appId, showtimeIds),
    chatsOf(ctx, items),
  ]);
  return (item) => {
    const chat = chats.get(item.id);
    return {
      show: shows?.get(showtimeIn(item)) ?? null,
      room: chat?.room == null ? null : { name: chat.room, isDirect: chat.type === "DIRECT" },
      person: chat?.person ?? null,
      isTakenBack: chat?.takenBack === 1,
    };
  };
}

const chatQuery = `SELECT value ->> 'id' AS id, rooms.name AS room, rooms.type, people.name AS person, said.deleted_at IS NOT NULL AS takenBack
  FROM json_each(?1)
  LEFT JOIN chat_rooms AS rooms ON rooms.id = value ->> 'roomId' AND rooms.app_id = ?2
  LEFT JOIN users AS people ON people.id = value ->> 'by' AND people.erased_at IS NULL
  LEFT JOIN messages AS said ON said.room_id = rooms.id AND said.seq = value ->> 'seq'`;

async function chatsOf(ctx: TenantCtx, items: readonly KeptNotification[]): Promise<Map<string, ChatRow>> {
  const asked = items
    .filter(({ data }) => "roomId" in data)
    .map(({ id, data: { roomId, by, senderId, seq } }) => ({ id, roomId, by: by ?? senderId, seq }));
  if (asked.length === 0) return new Map();
  const { results } = await ctx.db.$client.prepare(chatQuery).bind(JSON.stringify(asked), ctx.tenant.appId).all<ChatRow>();
  return new Map(results.map((row) => [row.id, row]));
}

const showtimeIn = ({ data: { showtimeId } }: KeptNotification): string => (typeof showtimeId === "string" ? showtimeId : "");
