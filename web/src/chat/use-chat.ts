import { createContext, useContext, useSyncExternalStore } from "react";
import type { Domain } from "../domains.ts";
import { onSessionEnd } from "../session/session.ts";
import { ChatClient } from "./chat-client.ts";
import { forgetUnsent } from "./core/kept-in-browser.ts";
import type { RoomState } from "./core/room-state.ts";
import type { Told } from "./core/told.ts";
import { hearPushes } from "./hear-pushes.ts";

const clients = new Map<string, ChatClient>();

/** The chat of one person at one app. It goes on while other pages are looked at, until they log out. */
export function chatOf(domain: Domain, me: string): ChatClient {
  const key = `${me}:${domain}`;
  const known = clients.get(key);
  if (known !== undefined) return known;
  const client = new ChatClient(domain, me);
  clients.set(key, client);
  hearPushes(client);
  client.store.subscribe(showUnread);
  client.start();
  return client;
}

/** The number beside "Chat" in the bars around every page: a style, because the bars know nothing of the chat. */
function showUnread(): void {
  let unread = 0;
  for (const { store } of clients.values()) unread += store.unread;
  const { style } = document.documentElement;
  if (unread === 0) style.removeProperty("--chat-unread");
  else style.setProperty("--chat-unread", `"${unread > 99 ? "99+" : unread}"`);
}

onSessionEnd((why) => {
  for (const client of clients.values()) client.stop();
  clients.clear();
  showUnread();
  if (why === "left") forgetUnsent(localStorage);
});

export const ChatContext = createContext<ChatClient | null>(null);

/** The chat that the page is about. */
export function useChat(): ChatClient {
  const chat = useContext(ChatContext);
  if (chat === null) throw new Error("There is a part of the chat outside of its page");
  return chat;
}

/** Draws anew whenever it has changed. */
export function useTold<Thing extends Told>(told: Thing): Thing {
  useSyncExternalStore(told.subscribe, () => told.version);
  return told;
}

/** Everybody's names, kept up to date. */
export const usePeople = () => useTold(useChat().store.people);

/** A room of one's own, or undefined. */
export function useRoom(roomId: string): RoomState | undefined {
  const { store } = useChat();
  useTold(store);
  return store.rooms.get(roomId);
}
