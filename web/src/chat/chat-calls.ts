import type {
  ChatRoom,
  CreateInvite,
  CreateRoom,
  Invite,
  LastSeen,
  Member,
  OwnChatRoom,
  UpdateMember,
  UpdateRoom,
} from "../../../contracts/chat.ts";
import type { Page } from "../../../contracts/envelope.ts";
import type { FoundMessage, History, Message } from "../../../contracts/messages.ts";
import type { PublicUser } from "../../../contracts/users.ts";
import { request } from "../api/request.ts";
import type { Domain } from "../domains.ts";

const pageMax = 100;
const query = (parts: Record<string, string | number | undefined | null>): string =>
  new URLSearchParams(
    Object.entries(parts).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, String(value)]])),
  ).toString();

/**
 * What the chat asks over HTTP, of one app. These paths are narrowly limited: whatever may be said twice without harm waits when it was too early, and is
 * said again once.
 */
export class ChatCalls {
  readonly #domain: Domain;

  constructor(domain: Domain) {
    this.#domain = domain;
  }

  ownRooms = (cursor?: string | null) => this.#get<Page<OwnChatRoom>>(`/chat/chat-rooms/user?${query({ limit: pageMax, cursor })}`);

  publicRooms = (q: string, cursor?: string, signal?: AbortSignal) =>
    this.#get<Page<ChatRoom>>(`/chat/chat-rooms?${query({ limit: 30, q: q === "" ? undefined : q, cursor })}`, signal);

  room = async (id: string, invite?: string) => (await this.#get<{ room: ChatRoom }>(`/chat/chat-rooms/${id}?${query({ invite })}`)).room;

  lastSeen = (chatRoomId: string) => this.#get<LastSeen>(`/messages/last_seen?${query({ chatRoomId })}`);

  create = async (body: Partial<CreateRoom>) => (await this.#write<{ room: ChatRoom }>("POST", "/chat/chat-rooms", body, false)).room;

  direct = async (userId: string) => (await this.#write<{ room: ChatRoom }>("POST", "/chat/direct", { userId })).room;

  join = async (id: string, invite?: string) =>
    (await this.#write<{ room: ChatRoom }>("POST", `/chat/chat-rooms/join/${id}`, invite === undefined ? {} : { invite })).room;

  leave = (id: string) => this.#write("POST", `/chat/chat-rooms/leave/${id}`);

  update = async (id: string, body: UpdateRoom) => (await this.#write<{ room: ChatRoom }>("PATCH", `/chat/chat-rooms/${id}`, body)).room;

  members = (id: string, cursor?: string, banned = false, signal?: AbortSignal) =>
    this.#get<Page<Member>>(
      `/chat/chat-rooms/${id}/members?${query({ limit: pageMax, cursor, banned: banned ? "true" : undefined })}`,
      signal,
    );

  updateMember = (id: string, userId: string, body: UpdateMember) =>
    this.#write<{ member: Member }>("PATCH", `/chat/chat-rooms/${id}/members/${userId}`, body);

  kick = (id: string, userId: string) => this.#write("DELETE", `/chat/chat-rooms/${id}/members/${userId}`);

  invite = async (id: string, body: Partial<CreateInvite>) =>
    (await this.#write<{ invite: Invite & { token: string; url: string | null } }>("POST", `/chat/chat-rooms/${id}/invites`, body, false))
      .invite;

  invites = async (id: string) => (await this.#get<Page<Invite>>(`/chat/chat-rooms/${id}/invites`)).items;

  revoke = (id: string, inviteId: string) => this.#write("DELETE", `/chat/chat-rooms/${id}/invites/${inviteId}`);

  /** `type`: which way from the message; without one, OLDER begins at the end. */
  history = (chatRoomId: string, type: "OLDER" | "NEWER" | "AROUND", messageId?: string, limit = 60) =>
    this.#get<History>(`/messages?${query({ chatRoomId, type, messageId, limit })}`);

  search = (q: string, chatRoomId: string | undefined, cursor: string | undefined, signal: AbortSignal) =>
    this.#get<Page<FoundMessage>>(`/messages/search?${query({ q, chatRoomId, cursor })}`, signal);

  edit = async (id: string, content: string) => (await this.#write<{ message: Message }>("PATCH", `/messages/${id}`, { content })).message;

  delete = async (id: string) => (await this.#write<{ message: Message }>("DELETE", `/messages/${id}`)).message;

  react = async (id: string, emoji: string, remove: boolean) =>
    (await this.#write<{ message: Message }>(remove ? "DELETE" : "PUT", `/messages/${id}/reactions/${encodeURIComponent(emoji)}`)).message;

  people = async (ids: string[]) => (await this.#write<{ items: PublicUser[] }>("POST", "/users/batch", { ids })).items;

  #get<Data>(path: string, signal?: AbortSignal): Promise<Data> {
    return request<Data>(this.#domain, path, { signal });
  }

  #write<Data>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown, waits = true): Promise<Data> {
    return request<Data>(this.#domain, path, { method, waits, ...(body !== undefined && { body }) });
  }
}
