import type { FridayMail } from "../../../contracts/mails.ts";
import type { NewMail } from "../enqueue-mails.ts";
import { showOf, visitOf } from "./booked-visit.ts";
import type { Person } from "./people.ts";
import type { LinkTo } from "./web-links.ts";
import type { WeekAhead } from "./week-ahead.ts";
import type { WeekendShow } from "./weekend-shows.ts";

/** One mail for each person and week, for ever. */
export const fridayKey = (userId: string, week: string): string => `friday-reminder:${userId}:${week}`;

interface Friday {
  person: Person;
  week: string;
  /** Null for who has nothing booked, or does not wish to be reminded. */
  ahead: WeekAhead | null;
  /** What is on besides, for who wishes to hear of it. */
  weekend: readonly WeekendShow[];
  linkTo: LinkTo;
}

/** Friday's mail to somebody, or null if there is nothing to say. It is in the name of an app if all of it is that app's. */
export function fridayMailTo({ person, week, ahead, weekend, linkTo }: Friday): NewMail | null {
  const rows = ahead?.rows ?? [];
  const booked = new Set(rows.map(({ showtimeId }) => showtimeId));
  const on = weekend.filter(({ showtimeId }) => !booked.has(showtimeId));
  const [first] = rows.length > 0 ? rows : on;
  if (first === undefined) return null;
  const apps = new Set((rows.length > 0 ? rows : on).map(({ appId }) => appId));
  const payload: FridayMail = {
    name: person.name,
    week,
    visits: rows.map((row) => visitOf(row, linkTo)),
    moreVisits: (ahead?.count ?? 0) - rows.length,
    weekend: on.map((show) => ({
      show: showOf(show),
      priceFrom: show.priceFrom,
      currency: show.currency,
      link: linkTo(show.appId, `/showtimes/${show.showtimeId}`),
    })),
    link: linkTo(first.appId, rows.length > 0 ? "/bookings" : "/"),
  };
  const appId = apps.size === 1 ? first.appId : null;
  return { key: fridayKey(person.id, week), kind: "friday-reminder", appId, recipient: person.email, payload };
}
