import { z } from "zod";
import { PageQuery, pageOf } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Id, Time } from "./values.ts";

/** DIRECT: the one room of a pair of people, whom nobody can join or leave out. */
export const RoomType = z.enum(["GROUP", "DIRECT"]).meta({ id: "RoomType" });
export type RoomType = z.infer<typeof RoomType>;

/** SYSTEM: said by the platform or the tenant's server; JOIN and LEAVE: that `senderId` came or went. */
export const MessageKind = z.enum(["TEXT", "SYSTEM", "JOIN", "LEAVE"]).meta({ id: "MessageKind" });
export type MessageKind = z.infer<typeof MessageKind>;

/** A Snowflake as decimal text: a JSON number would lose digits. */
export const MessageId = z.string().regex(/^[1-9]\d{0,18}$/, "is not the id of a message");

const time = "2026-11-21T09:00:00.000Z";
const ada = "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6";
const roomId = "room_01K9Z3V6T8W2Y4A6C8E0G2J4M6";

/** Who reacted with what, those who did first in front; `userIds` names at most `limits.reactionUsersShown` of the `count`. */
export const Reaction = z.object({ emoji: z.string(), count: z.number().int(), userIds: z.array(z.string()) }).meta({ id: "Reaction" });
export type Reaction = z.infer<typeof Reaction>;

const messageExample = {
  id: "268435456000000001",
  seq: 42,
  roomId,
  senderId: ada,
  content: "Is anybody else in row **B**?",
  type: "GROUP" as const,
  kind: "TEXT" as const,
  clientId: "0b9f1c1e-6b0e-4d4f-9f0a-2f6f3f1f9a55",
  timestamp: time,
};

/**
 * `seq`: the room's dense count of messages. `rev`: the room's count of changes when this message last changed, left out of one that never did.
 * `content` is Markdown; empty once it was deleted. `replyTo`: what it answers, with the first words of that as they are now.
 * `mentions`: the members whom `@username` in it names.
 */
export const Message = z
  .object({
    id: MessageId,
    seq: z.number().int(),
    roomId: z.string(),
    senderId: z.string(),
    content: z.string(),
    type: RoomType,
    kind: MessageKind,
    clientId: z.string(),
    timestamp: Time,
    editedAt: Time.optional(),
    deletedAt: Time.optional(),
    reactions: z.array(Reaction).optional(),
    replyTo: z.object({ id: MessageId, seq: z.number().int(), senderId: z.string(), excerpt: z.string() }).optional(),
    mentions: z.array(z.string()).optional(),
    rev: z.number().int().optional(),
  })
  .meta({ id: "Message", example: messageExample });
export type Message = z.infer<typeof Message>;

/** Text of a message: something in it, and no more than 5,000 characters. Line ends and tabs are its only control characters. */
export const Content = z
  .string()
  .min(1)
  .max(limits.messageCharsMax)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, "must have no control characters")
  .refine((text) => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text), "must not be blank");

/** The sender's own name for a message: the same pair of sender and name is one message for ever. */
export const ClientId = z
  .string()
  .min(1)
  .max(limits.clientIdCharsMax)
  .regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters");

export const SendMessage = z
  .strictObject({ chatRoomId: Id, content: Content, clientId: ClientId, replyTo: MessageId.optional() })
  .meta({ id: "SendMessage", example: { chatRoomId: roomId, content: messageExample.content, clientId: messageExample.clientId } });
export type SendMessage = z.infer<typeof SendMessage>;

export const EditMessage = z
  .strictObject({ content: Content })
  .meta({ id: "EditMessage", example: { content: "Is anybody in row **C**?" } });

export const MessageAnswer = z.object({ message: Message }).meta({ example: { message: messageExample } });

/** `top` and `bottom` are other words for OLDER and NEWER. Without an anchor, OLDER begins at the end and NEWER at the beginning. */
export const HistoryQuery = z.strictObject({
  chatRoomId: Id,
  messageId: MessageId.optional(),
  type: z.enum(["OLDER", "NEWER", "AROUND", "top", "bottom"]).default("OLDER"),
  limit: z.coerce.number().int().min(1).max(limits.pageItemsMax).default(limits.pageItemsDefault),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Messages rising by seq, the anchor left out. */
export const History = z
  .object({ data: z.array(Message), hasMoreOnTop: z.boolean(), hasMoreOnBottom: z.boolean() })
  .meta({ id: "History", example: { data: [messageExample], hasMoreOnTop: true, hasMoreOnBottom: false } });
export type History = z.infer<typeof History>;

export const MessageSearch = PageQuery.extend({ q: z.string().trim().min(1).max(limits.searchCharsMax), chatRoomId: Id.optional() });
export type MessageSearch = z.infer<typeof MessageSearch>;

/** `highlight`: the words around what was found, which stands between \u0002 and \u0003. */
export const FoundMessage = Message.extend({ highlight: z.string() }).meta({
  id: "FoundMessage",
  example: { ...messageExample, highlight: "Is anybody else in \u0002row\u0003 B?" },
});
export type FoundMessage = z.infer<typeof FoundMessage>;
export const FoundMessagePage = pageOf(FoundMessage).meta({
  id: "FoundMessagePage",
  example: { items: [FoundMessage.meta()?.example], nextCursor: null },
});

/** A sign that is drawn as a letter unless a selector asks for its picture; before a skin tone it needs none. */
const plainSign = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu;

/** Keyboards differ in the selectors that they put in; one picture is one reaction. */
const inFull = (text: string): string => text.replaceAll("\uFE0F", "").replace(plainSign, "$&\uFE0F");

/** One emoji, which is answered as Unicode spells it in full. */
export const Emoji = z
  .string()
  .min(1)
  .max(limits.emojiCharsMax)
  .overwrite(inFull)
  .regex(/^\p{RGI_Emoji}$/v, "must be one emoji");
