import { limits } from "../../../contracts/limits.ts";
import { momentIn } from "./moment-in.ts";

/** What the room is called: title and start on the clocks of the venue, as `Hamlet, 15 January, 19:30`. A long title gives way to the date. */
export function roomNameOf({ title, startsAtMs, timeZone }: { title: string; startsAtMs: number; timeZone: string }): string {
  const { date, time } = momentIn(timeZone, startsAtMs);
  const rest = `, ${date}, ${time}`;
  const room = limits.nameCharsMax - rest.length;
  return `${title.length <= room ? title : `${title.slice(0, room - 1).trimEnd()}…`}${rest}`;
}
