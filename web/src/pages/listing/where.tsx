import { MapPin } from "lucide-react";
import type { Showtime } from "../../../../contracts/showtimes.ts";
import { foreignZoneName, zoneName } from "../../time.ts";

/** The places, and in whose time their clocks are given. */
export function Where({ showtimes }: { showtimes: Showtime[] }) {
  const venues = [...new Map(showtimes.map((show) => [show.venue.id, show])).values()];
  if (venues.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-lg">Where</h2>
      <ul className="grid gap-4">
        {venues.map((show) => (
          <li key={show.venue.id} className="flex gap-3">
            <MapPin className="mt-0.5 size-5 shrink-0 text-quiet" aria-hidden />
            <div>
              <p className="font-medium">{show.venue.name}</p>
              <p className="text-quiet">{show.venue.city}</p>
              <p className="mt-1 text-sm text-quiet">
                Times are {show.venue.city}’s own ({zoneName(show.startsAt, show.timeZone)})
                {foreignZoneName(show.startsAt, show.timeZone) === "" ? "." : ", not your clock’s."}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
