import type { Api } from "./api.ts";
import { registered } from "./demo-people.ts";
import type { DemoApp } from "./demo-state.ts";
import { type DemoRoom, demoAside, demoRooms, type Talker, talkers } from "./programme/small-talk.ts";
import { demoUser } from "./programme.ts";

interface Speaker {
  id: string;
  token: string;
}
type Speakers = Record<Talker, Speaker>;

/** Fills the app's first rooms with people who talk there, by the API that everybody uses. Again: the same rooms once more, with new talkers' sessions. */
export async function openDemoRooms(api: Api, app: DemoApp): Promise<{ rooms: number }> {
  const visitor = { appId: app.appId, key: app.publishableKey, origin: api.origin };
  const speakers = await speakersOf(api, app);
  for (const room of demoRooms) await openRoom(api, visitor, speakers, room);
  const by = { ...visitor, token: speakers[demoAside.by].token };
  const { room } = await api.call<{ room: { id: string } }>("POST", "/chat/direct", { ...by, body: { userId: speakers.demo.id } });
  await api.call("POST", "/messages", { ...by, body: { chatRoomId: room.id, content: demoAside.words, clientId: crypto.randomUUID() } });
  return { rooms: demoRooms.length + 1 };
}

async function speakersOf(api: Api, app: DemoApp): Promise<Speakers> {
  const entries: [string, Speaker][] = [];
  // The passwords are thrown away: nobody logs in as one of them.
  const suffix = Date.now().toString(36);
  for (const [key, { name, username }] of Object.entries(talkers)) {
    const password = crypto.randomUUID();
    const person = { email: `${username}.${suffix}@marquee.test`, password, name, username: `${username}.${suffix}` };
    const { user, accessToken } = await registered(api, app, person);
    entries.push([key, { id: user.id, token: accessToken }]);
  }
  const { user, accessToken } = await registered(api, app, demoUser);
  entries.push(["demo", { id: user.id, token: accessToken }]);
  return Object.fromEntries(entries) as Speakers;
}

async function openRoom(
  api: Api,
  visitor: { appId: string; key: string; origin: string },
  speakers: Speakers,
  { name, description, owner, members, talk }: DemoRoom,
): Promise<void> {
  const as = (talker: Talker) => ({ ...visitor, token: speakers[talker].token });
  const memberIds = members.map((talker) => speakers[talker].id);
  const { room } = await api.call<{ room: { id: string } }>("POST", "/chat/chat-rooms", {
    ...as(owner),
    body: { name, description, memberIds },
  });
  const ids: string[] = [];
  const pinned: string[] = [];
  for (const { by, words, answers, reactions = [], isPinned = false } of talk) {
    const replyTo = answers === undefined ? undefined : ids[answers];
    const body = { chatRoomId: room.id, content: words, clientId: crypto.randomUUID(), ...(replyTo && { replyTo }) };
    const { message } = await api.call<{ message: { id: string } }>("POST", "/messages", { ...as(by), body });
    ids.push(message.id);
    if (isPinned) pinned.push(message.id);
    for (const [talker, emoji] of reactions) {
      await api.call("PUT", `/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`, as(talker));
    }
  }
  if (pinned.length > 0) await api.call("PATCH", `/chat/chat-rooms/${room.id}`, { ...as(owner), body: { pinned } });
}
