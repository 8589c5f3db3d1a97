import type { MarqueeEvent } from "../../../contracts/events.ts";
import { momentIn } from "./moment-in.ts";

export type NewsEvent = Extract<
  MarqueeEvent,
  { type: "showtime.cancelled" | "showtime.rescheduled" | "ticket.checked_in" | "doors.opened" }
>;

/** What the room of a showtime is told of it, in Markdown, on the clocks of its venue. Of entries only the first is news. Nobody is named. */
export function newsOf(event: NewsEvent, timeZone: string): string {
  switch (event.type) {
    case "showtime.cancelled": {
      const reason = event.reason === null ? "" : ` The organizer says: ${plain(event.reason)}`;
      return `**This showtime has been cancelled.**${reason} Everybody's money is on its way back in full, and nobody needs to do anything for it.`;
    }
    case "showtime.rescheduled":
      return `**There is a new time:** ${spoken(timeZone, event.startsAtMs)}, instead of ${spoken(timeZone, event.beforeMs)}. All tickets stay good.`;
    case "ticket.checked_in":
    case "doors.opened":
      return "**The doors are open.** The first of us is in.";
  }
}

/** That seats have come back; how many are free now. */
export const seatsBackNews = (free: number): string =>
  free === 1 ? "A seat has come back: **one is free** now." : `Seats have come back: **${free} are free** now.`;

function spoken(timeZone: string, ms: number): string {
  const { weekday, date, time } = momentIn(timeZone, ms);
  return `${weekday}, ${date}, at ${time}`;
}

/** A sentence of somebody else's, of which Markdown makes nothing more. The word joiner behind an @ is not seen, and no name begins with it. */
const plain = (text: string): string => {
  const escaped = text.replaceAll(/[\\`*_{}[\]()#+!|<>~&]/g, "\\$&").replaceAll("@", "@\u2060");
  return /[.!?…]$/.test(text) ? escaped : `${escaped}.`;
};
