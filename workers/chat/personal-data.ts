import { and, asc, eq, sql } from "drizzle-orm";
import { decodeCursor } from "../platform/cursor.ts";
import { type ExportSection, moment, type PersonalData, sectionOf, stretchOf } from "../platform/personal-data.ts";
import { forgetPerson } from "./forget-person.ts";
import { chatMembers, chatRooms, messages } from "./tables.ts";

const allMemberships = sectionOf({
  name: "chatMemberships",
  order: [chatMembers.joinedAt, chatMembers.roomId],
  whose: ({ userId }) => eq(chatMembers.userId, userId),
  select: ({ db }) =>
    db
      .select({ member: chatMembers, roomName: chatRooms.name })
      .from(chatMembers)
      .innerJoin(chatRooms, eq(chatRooms.id, chatMembers.roomId))
      .$dynamic(),
  keyOf: ({ member }) => [member.joinedAt, member.roomId],
  show: ({ member, roomName }) => ({
    appId: member.appId,
    roomId: member.roomId,
    roomName,
    role: member.role,
    state: member.state,
    joinedAt: moment(member.joinedAt),
    readSeq: member.readSeq,
    lastSeenAt: moment(member.lastSeenAt),
  }),
});

/** A message is named by its room and its place there: ids of different rooms can be the same. */
const allMessages: ExportSection = {
  name: "chatMessages",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select()
      .from(messages)
      .where(and(eq(messages.senderId, userId), after === null ? undefined : saidAfter(after)))
      .orderBy(asc(messages.sentAt), asc(messages.roomId), asc(messages.seq))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ sentAt, roomId, seq }) => [sentAt, `${roomId} ${seq}`],
      ({ appId, roomId, id, seq, kind, content, sentAt, editedAt, deletedAt }) => ({
        appId,
        roomId,
        id,
        seq,
        kind,
        content,
        sentAt: moment(sentAt),
        editedAt: moment(editedAt),
        deletedAt: moment(deletedAt),
      }),
    );
  },
};

function saidAfter(cursor: string) {
  const { key, id } = decodeCursor(cursor, "number");
  const [roomId = "", seq = "0"] = id.split(" ");
  return sql`(${messages.sentAt}, ${messages.roomId}, ${messages.seq}) > (${key}, ${roomId}, ${Number(seq)})`;
}

/** Rooms keep their order: what somebody wrote becomes tombstones under an id that leads to nobody, in D1 as soon as the rooms have told it. */
export const chatData: PersonalData = {
  sections: [allMemberships, allMessages],
  async erase(ctx, { userId }) {
    await forgetPerson(ctx, userId);
    return [];
  },
};
