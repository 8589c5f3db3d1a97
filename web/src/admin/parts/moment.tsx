import { locale } from "../../locale.ts";
import { ago } from "../../time.ts";

const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const short = new Intl.DateTimeFormat(locale, {
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
  timeZone: "UTC",
});

/** A moment in UTC, as logs have it; how long ago on hover. */
export function Moment({ at }: { at: string | null }) {
  if (at === null) return <span className="text-faint">–</span>;
  return (
    <time dateTime={at} title={`${exact.format(new Date(at))} UTC, ${ago(at)}`} className="tabular whitespace-nowrap">
      {short.format(new Date(at))}
    </time>
  );
}
