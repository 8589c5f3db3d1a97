import { type Particular, personOf } from "./asks.ts";
import { by, server } from "./buyers.ts";
import type { Person, World } from "./world.ts";

type Prepare = (world: World, count: number) => Promise<Particular[]>;

/** Somebody's own room, in which the next person is a member, and something that was said there. */
interface Conversation {
  person: Person;
  neighbour: Person;
  roomId: string;
  messageId: string;
}

const rooms = "/api/v1/chat/chat-rooms";
const known = new WeakMap<World, Promise<Conversation[]>>();

/** One for each person, made once. */
function conversationsOf(world: World): Promise<Conversation[]> {
  const made = known.get(world) ?? openAll(world);
  known.set(world, made);
  return made;
}

async function openAll(world: World): Promise<Conversation[]> {
  const all: Conversation[] = [];
  for (let turn = 0; turn < world.people.length; turn++) {
    const [person, neighbour] = [personOf(world, turn), personOf(world, turn + 1)];
    const body = { name: `Room ${turn}`, memberIds: [neighbour.userId] };
    const { room } = await world.ask<{ room: { id: string } }>("POST", rooms, by(world, turn, person), body);
    all.push({ person, neighbour, roomId: room.id, messageId: await say(world, turn, { person, roomId: room.id }) });
  }
  return all;
}

let said = 0;
const words = (chatRoomId: string) => ({ chatRoomId, content: "Is anybody else in row **B**?", clientId: `bench-${said++}` });

async function say(world: World, turn: number, { person, roomId }: Pick<Conversation, "person" | "roomId">): Promise<string> {
  const { message } = await world.ask<{ message: { id: string } }>("POST", "/api/v1/messages", by(world, turn, person), words(roomId));
  return message.id;
}

/** Each person in turn about their own room. */
const onOwn =
  (particular: (own: Conversation, world: World, turn: number) => Particular | Promise<Particular>): Prepare =>
  async (world, count) => {
    const all = await conversationsOf(world);
    const asked: Particular[] = [];
    for (let turn = 0; turn < count; turn++) {
      const own = all[turn % all.length];
      if (own !== undefined) asked.push({ as: own.person, ...(await particular(own, world, turn)) });
    }
    return asked;
  };
const onRoom = (rest: string, body?: unknown): Prepare =>
  onOwn(({ roomId }) => ({ path: `${rooms}/${roomId}${rest}`, ...(body !== undefined && { body }) }));
const thumb = encodeURIComponent("👍");

/** What the routes of the chat are asked. */
export const ofConversations: Record<string, Prepare> = {
  createChatRoom: onOwn((_own, _world, turn) => ({ body: { name: `Another room ${turn}` } })),
  openDirectRoom: onOwn(({ neighbour }) => ({ body: { userId: neighbour.userId } })),
  getChatRoom: onRoom(""),
  updateChatRoom: onRoom("", { description: "For everybody in row B." }),
  joinChatRoom: onOwn(({ neighbour, roomId }) => ({ as: neighbour, path: `${rooms}/join/${roomId}`, body: {} })),
  leaveChatRoom: onOwn(async ({ neighbour }, world, turn) => {
    const { room } = await world.ask<{ room: { id: string } }>("POST", rooms, server(world, turn), {
      name: "Left",
      memberIds: [neighbour.userId],
    });
    return { as: neighbour, path: `${rooms}/leave/${room.id}` };
  }),
  listChatMembers: onRoom("/members"),
  updateChatMember: onOwn(({ roomId, neighbour }) => ({
    path: `${rooms}/${roomId}/members/${neighbour.userId}`,
    body: { mutedUntil: null },
  })),
  kickChatMember: onOwn(({ roomId }) => ({ path: `${rooms}/${roomId}/members/nobody`, expects: 404 })),
  createChatInvite: onRoom("/invites", { usesMax: 1 }),
  listChatInvites: onRoom("/invites"),
  revokeChatInvite: onOwn(({ roomId }) => ({ path: `${rooms}/${roomId}/invites/none`, expects: 404 })),
  getChatPresence: onRoom("/presence"),
  getChatLastSeen: onOwn(({ roomId, neighbour }) => ({ path: `${rooms}/${roomId}/last-seen?userId=${neighbour.userId}` })),

  sendMessage: onOwn(({ roomId }) => ({ path: "/api/v1/messages", body: words(roomId) })),
  listMessages: onOwn(({ roomId }) => ({ path: `/api/v1/messages?chatRoomId=${roomId}` })),
  getOwnLastSeen: onOwn(({ roomId }) => ({ path: `/api/v1/messages/last_seen?chatRoomId=${roomId}` })),
  searchMessages: onOwn(() => ({ path: "/api/v1/messages/search?q=anybody%20row" })),
  editMessage: onOwn(({ messageId }, _world, turn) => ({ path: `/api/v1/messages/${messageId}`, body: { content: `Row ${turn}?` } })),
  deleteMessage: onOwn(async (own, world, turn) => ({ path: `/api/v1/messages/${await say(world, turn, own)}` })),
  addReaction: onOwn(({ messageId }) => ({ path: `/api/v1/messages/${messageId}/reactions/${thumb}` })),
  removeReaction: onOwn(({ messageId }) => ({ path: `/api/v1/messages/${messageId}/reactions/${thumb}` })),

  rebuildChatArchive: onOwn(({ roomId }) => ({ body: { roomId } })),
};
