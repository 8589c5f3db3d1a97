import { askAnew } from "../notifications/out-of-date.ts";
import { toast } from "../shell/toast.ts";
import type { ChatClient } from "./chat-client.ts";

/** What is pushed to a person while the chat is connected: invitations are told, and what it makes out of date is asked for anew. */
export function hearPushes(client: ChatClient): void {
  client.onPush = (push) => {
    if (push.type === "chat.invited" && typeof push.data.roomId === "string") {
      client.store.invitations.add(push.data.roomId);
      client.store.tellNow();
      toast({ title: "You are invited to a room", body: "It stands at the top of your chat." });
    } else askAnew(push);
  };
}
