import { MessageDigestMail } from "../../../contracts/mails.ts";
import type { MailContent } from "./mail-content.ts";

/** The mail about messages that somebody has not read. */
export function digestMail(payload: unknown): MailContent {
  const { name, total, rooms, moreRooms } = MessageDigestMail.parse(payload);
  const messages = total === 1 ? "1 unread message" : `${total} unread messages`;
  const [only] = rooms;
  return {
    subject: only !== undefined && rooms.length + moreRooms === 1 ? `${messages} in ${only.name}` : messages,
    heading: `${name}, you have ${messages}.`,
    blocks: [
      {
        block: "table",
        title: "By room, the newest message of each",
        rows: rooms.map(({ name: room, unread, sender, excerpt, link }) => ({
          name: room,
          value: `${unread} new`,
          details: [`${sender}: ${excerpt}`],
          link,
          linkLabel: "Open the room",
        })),
      },
      { block: "said", lines: moreRooms === 0 ? [] : [`And ${moreRooms} more ${moreRooms === 1 ? "room" : "rooms"}.`] },
    ],
    reason: "You get this mail because somebody wrote in your rooms while you were away, at most once a day.",
  };
}
