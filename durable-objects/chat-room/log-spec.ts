import type { LogSpec } from "../object-log/log-spec.ts";
import { migrations } from "./storage.ts";

/** What of a room outlives a disaster: all but who listens just now. Messages before `kept_from` are in D1, which is read later. */
export const chatRoomLog: LogSpec = {
  migrations,
  head: `SELECT coalesce((SELECT max(seq) FROM message), (SELECT kept_from - 1 FROM room), 0) AS first,
    coalesce((SELECT max(rev) FROM change), 0) AS second`,
  growing: [
    { name: "message", key: ["seq"], changed: "seq > ?1 OR rev > ?2" },
    { name: "change", key: ["rev"], changed: "?1 >= 0 AND rev > ?2" },
    // What a message that left the room leaves behind; one that left while this was read is among the messages.
    { name: "spent_client_id", key: ["sender_id", "client_id"], changed: "seq > ?1 AND ?2 >= 0" },
  ],
  whole: ["room", "member", "changed_message", "invite"],
  leftOut: ["listener", "spent_ticket"],
  afterwards: null,
};
