import { own } from "../api/queries.ts";
import { queryClient } from "../query-client.ts";
import { toast } from "../shell/toast.ts";
import type { ChatClient } from "./chat-client.ts";

/** What is pushed to a person while the chat is connected: invitations are told, and what it makes out of date is asked for anew. */
export function hearPushes(client: ChatClient): void {
  client.onPush = ({ type, data }) => {
    const [about] = type.split(".");
    if (type === "chat.invited" && typeof data.roomId === "string") {
      client.store.invitations.add(data.roomId);
      client.store.tellNow();
      toast({ title: "You are invited to a room", body: "It stands at the top of your chat." });
    } else if (about === "booking" || about === "payment") {
      void queryClient.invalidateQueries({ queryKey: [own, "bookings"] });
      if (typeof data.bookingId === "string") void queryClient.invalidateQueries({ queryKey: [own, "booking", data.bookingId] });
    } else if (about === "waitlist") void queryClient.invalidateQueries({ queryKey: [own, "waitlist"] });
  };
}
