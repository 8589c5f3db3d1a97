import { z } from "zod";
import { LastSeen } from "../../contracts/chat.ts";
import {
  EditMessage,
  Emoji,
  FoundMessagePage,
  History,
  HistoryQuery,
  MessageAnswer,
  MessageSearch,
  SendMessage,
} from "../../contracts/messages.ts";
import { Id } from "../../contracts/values.ts";
import { Answer, Endpoints } from "../gateway/endpoint.ts";
import { deleteMessage, editMessage, reactToMessage } from "./change-message.ts";
import { listMessages } from "./read-messages.ts";
import { getOwnLastSeen } from "./read-room.ts";
import { searchMessages } from "./search-messages.ts";
import { sendMessage } from "./send-message.ts";

export const messageRoutes = new Endpoints("Chat", "chat");

const params = z.strictObject({ id: Id });
const reactionParams = z.strictObject({ id: Id, emoji: Emoji });
const asMember = ["ROOM_NOT_FOUND", "NOT_A_MEMBER", "BANNED"] as const;
const asWriter = ["BANNED", "MUTED", "RATE_LIMITED", "ROOM_ARCHIVED", "MESSAGE_NOT_FOUND"] as const;

messageRoutes.post(
  "/api/v1/messages",
  {
    operationId: "sendMessage",
    summary: "Say something in a room",
    description:
      "From the answer on it is stored. The same sender and `clientId` is one message for ever: again, 200 with that message. What comes with the secret key is a SYSTEM message.",
    access: "userOrServer",
    body: SendMessage,
    answer: MessageAnswer,
    status: 201,
    alsoAnswers: [200],
    errors: ["ROOM_NOT_FOUND", "NOT_A_MEMBER", ...asWriter, "SLOW_MODE"],
  },
  async (ctx, { body }) => {
    const { message, duplicate } = await sendMessage(ctx, body);
    return new Answer({ message }, duplicate ? { status: 200 } : {});
  },
);

messageRoutes.get(
  "/api/v1/messages",
  {
    operationId: "listMessages",
    summary: "A page of a room's messages",
    description:
      "Rising by `seq`, the anchor `messageId` left out. Without an anchor OLDER begins at the end and NEWER at the beginning. `top` and `bottom` mean OLDER and NEWER.",
    access: "userOrServer",
    query: HistoryQuery,
    answer: History,
    errors: [...asMember, "MESSAGE_NOT_FOUND"],
  },
  (ctx, { query }) => listMessages(ctx, query),
);

messageRoutes.get(
  "/api/v1/messages/last_seen",
  {
    operationId: "getOwnLastSeen",
    summary: "When one was last in a room, and what one has not read",
    access: "user",
    query: z.strictObject({ chatRoomId: Id }),
    answer: LastSeen,
    errors: asMember,
  },
  (ctx, { query }) => getOwnLastSeen(ctx, query),
);

messageRoutes.get(
  "/api/v1/messages/search",
  {
    operationId: "searchMessages",
    summary: "Find messages by their words",
    description:
      "Every word of `q`, the last also from its beginning, in any case and without accents; nothing in it is an operator. In one's own rooms, or in `chatRoomId`; with the secret key in all of the app. The newest thousand that fit are ranked by words and by age. A message can be found some seconds after it was said.",
    access: "userOrServer",
    query: MessageSearch,
    answer: FoundMessagePage,
    errors: asMember,
  },
  (ctx, { query }) => searchMessages(ctx, query),
);

messageRoutes.patch(
  "/api/v1/messages/{id}",
  {
    operationId: "editMessage",
    summary: "Change the words of one's own message",
    access: "userOrServer",
    params,
    body: EditMessage,
    answer: MessageAnswer,
    errors: [...asWriter, "MESSAGE_DELETED", "FORBIDDEN"],
  },
  async (ctx, { params, body }) => ({ message: await editMessage(ctx, { ...params, ...body }) }),
);

messageRoutes.delete(
  "/api/v1/messages/{id}",
  {
    operationId: "deleteMessage",
    summary: "Delete one's own message, or as a moderator anybody's",
    description: "A tombstone stays in its place. Again: the same answer.",
    access: "userOrServer",
    params,
    answer: MessageAnswer,
    errors: [...asWriter, "FORBIDDEN"],
  },
  async (ctx, { params }) => ({ message: await deleteMessage(ctx, params) }),
);

const reaction = {
  access: "user",
  params: reactionParams,
  answer: MessageAnswer,
  errors: [...asWriter, "MESSAGE_DELETED", "REACTION_LIMIT_REACHED"],
} as const;

messageRoutes.put(
  "/api/v1/messages/{id}/reactions/{emoji}",
  {
    ...reaction,
    operationId: "addReaction",
    summary: "React to a message with an emoji",
    description: "Percent-encoded in the path. Again: the same answer.",
  },
  async (ctx, { params }) => ({ message: await reactToMessage(ctx, { ...params, remove: false }) }),
);

messageRoutes.delete(
  "/api/v1/messages/{id}/reactions/{emoji}",
  {
    ...reaction,
    operationId: "removeReaction",
    summary: "Take one's reaction back",
    description: "Percent-encoded in the path. Again: the same answer.",
  },
  async (ctx, { params }) => ({ message: await reactToMessage(ctx, { ...params, remove: true }) }),
);
