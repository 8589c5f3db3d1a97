import { z } from "zod";
import {
  CreateInvite,
  Invite,
  InvitePage,
  LastSeen,
  MemberAnswer,
  MemberPage,
  MemberQuery,
  NewInvite,
  PresenceAnswer,
  UpdateMember,
} from "../../contracts/chat.ts";
import { Id } from "../../contracts/values.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { createInvite } from "./create-invite.ts";
import { kickMember } from "./kick-member.ts";
import { getLastSeen, getPresence, listInvites, listMembers } from "./read-room.ts";
import { revokeInvite } from "./revoke-invite.ts";
import { updateMember } from "./update-member.ts";

export const memberRoutes = new Endpoints("Chat", "chat");

const params = z.strictObject({ id: Id });
const memberParams = z.strictObject({ id: Id, userId: Id });
const oneInvite = z.object({ invite: Invite }).meta({ example: { invite: Invite.meta()?.example } });
const asMember = ["ROOM_NOT_FOUND", "NOT_A_MEMBER", "BANNED"] as const;

memberRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/members",
  {
    operationId: "listChatMembers",
    summary: "The members of a room",
    description: "With `banned=true`, for owners and moderators, those who may not come back.",
    access: "userOrServer",
    params,
    query: MemberQuery,
    answer: MemberPage,
    errors: [...asMember, "FORBIDDEN"],
  },
  (ctx, { params, query }) => listMembers(ctx, { ...params, ...query }),
);

memberRoutes.patch(
  "/api/v1/chat/chat-rooms/{id}/members/{userId}",
  {
    operationId: "updateChatMember",
    summary: "Change somebody's role, mute them, or ban them",
    description: "Owners name owners and moderators. Moderators mute and ban members, owners everybody, and nobody oneself.",
    access: "userOrServer",
    params: memberParams,
    body: UpdateMember,
    answer: MemberAnswer,
    errors: [...asMember, "FORBIDDEN", "MEMBER_NOT_FOUND", "LAST_OWNER"],
  },
  async (ctx, { params, body }) => ({ member: await updateMember(ctx, { ...params, change: body }) }),
);

memberRoutes.delete(
  "/api/v1/chat/chat-rooms/{id}/members/{userId}",
  {
    operationId: "kickChatMember",
    summary: "Take somebody out of a room, who may come back",
    access: "userOrServer",
    params: memberParams,
    answer: MemberAnswer,
    errors: [...asMember, "FORBIDDEN", "MEMBER_NOT_FOUND", "LAST_OWNER"],
  },
  async (ctx, { params }) => ({ member: await kickMember(ctx, params) }),
);

memberRoutes.post(
  "/api/v1/chat/chat-rooms/{id}/invites",
  {
    operationId: "createChatInvite",
    summary: "Invite somebody by name, or make a link",
    description:
      "The token is shown here and never again. Any member invites by name; links, and all invitations to a showtime's room, are for owners and moderators.",
    access: "userOrServer",
    params,
    body: CreateInvite,
    answer: NewInvite,
    status: 201,
    errors: [...asMember, "FORBIDDEN", "USER_NOT_FOUND", "INVITE_LIMIT_REACHED", "ROOM_ARCHIVED"],
  },
  async (ctx, { params, body }) => ({ invite: await createInvite(ctx, { ...params, body }) }),
);

memberRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/invites",
  {
    operationId: "listChatInvites",
    summary: "The invitations to a room that are still good, the newest first",
    access: "userOrServer",
    params,
    answer: InvitePage,
    errors: [...asMember, "FORBIDDEN"],
  },
  (ctx, { params }) => listInvites(ctx, params),
);

memberRoutes.delete(
  "/api/v1/chat/chat-rooms/{id}/invites/{inviteId}",
  {
    operationId: "revokeChatInvite",
    summary: "Withdraw an invitation",
    access: "userOrServer",
    params: z.strictObject({ id: Id, inviteId: Id }),
    answer: oneInvite,
    errors: [...asMember, "FORBIDDEN", "INVITE_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ invite: await revokeInvite(ctx, params) }),
);

memberRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/presence",
  {
    operationId: "getChatPresence",
    summary: "Who is in a room, and who of them is online",
    access: "userOrServer",
    params,
    answer: PresenceAnswer,
    errors: asMember,
  },
  async (ctx, { params }) => ({ items: await getPresence(ctx, params) }),
);

memberRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/last-seen",
  {
    operationId: "getChatLastSeen",
    summary: "When somebody was last in a room, and what they have not read",
    access: "secret",
    params,
    query: z.strictObject({ userId: Id }),
    answer: LastSeen,
    errors: ["ROOM_NOT_FOUND", "MEMBER_NOT_FOUND"],
  },
  (ctx, { params, query }) => getLastSeen(ctx, { ...params, ...query }),
);
