import type { UserPush } from "../../../contracts/chat-gateway.ts";
import { own } from "../api/queries.ts";
import { queryClient } from "../query-client.ts";

/** Asks anew for what a push has made out of date. */
export function askAnew({ type, data }: Pick<UserPush, "type" | "data">): void {
  const [about] = type.split(".");
  const stale = (...key: string[]) => void queryClient.invalidateQueries({ queryKey: [own, ...key] });
  if (about === "booking" || about === "payment") {
    stale("bookings");
    if (typeof data.bookingId === "string") stale("booking", data.bookingId);
  } else if (about === "waitlist") stale("waitlist");
}
