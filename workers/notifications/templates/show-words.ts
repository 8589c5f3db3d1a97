import { when } from "../wording.ts";
import type { ShownShow } from "./mail-content.ts";

/** A show in the words of a mail: its time is that of the venue, whose zone is named. `before`: when it was to begin, if that is another time. */
export function wordsOfShow(show: ShownShow, before?: string) {
  const at = when(show.startsAt, show.timeZone);
  const was = before === undefined ? null : when(before, show.timeZone);
  return {
    title: show.title,
    time: `${at.day}, ${at.time}`,
    before: was === null ? null : `Before: ${was.day}, ${was.time}`,
    zone: `${at.zone} (${show.timeZone})`,
    place: "place" in show ? show.place : `${show.venue}, ${show.city}`,
  };
}
