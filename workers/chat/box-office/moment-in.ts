/** As people write it in Britain, like the web app and the mails. */
const locale = "en-GB";

const formats = new Map<string, Record<"weekday" | "date" | "time", Intl.DateTimeFormat>>();

/** A moment on the clocks of a place: `{ weekday: "Friday", date: "15 January", time: "19:30" }`. */
export function momentIn(timeZone: string, ms: number): { weekday: string; date: string; time: string } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = {
      weekday: new Intl.DateTimeFormat(locale, { timeZone, weekday: "long" }),
      date: new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "long" }),
      time: new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    };
    formats.set(timeZone, format);
  }
  return { weekday: format.weekday.format(ms), date: format.date.format(ms), time: format.time.format(ms) };
}
