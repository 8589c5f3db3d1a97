import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { breakersQuery, type Health, healthQuery } from "../../api/actuator-queries.ts";
import { deadLettersQuery } from "../../api/admin-queries.ts";
import { Badge } from "../../parts/badge.tsx";

const words: Record<string, string> = { UP: "Up", DOWN: "Down" };
const partNames = { database: "Database", objects: "Objects", queue: "Queues", configuration: "Settings" };
const most = 100;
const card = "flex min-h-12 items-center justify-between gap-3 rounded-card border border-line px-4 py-2 text-sm";

/** The platform at this moment, in small: parts, breakers, dead letters. */
export function LiveCards() {
  const health = useQuery(healthQuery);
  const breakers = useQuery(breakersQuery);
  const waiting = useQuery({ ...deadLettersQuery(`replayed=false&limit=${most}`), refetchInterval: 15_000 });
  const parts = partsOf(health.data, health.isError);
  const all = Object.values(breakers.data ?? {});
  const open = all.filter(({ state }) => state !== "CLOSED").length;
  const letters = waiting.data?.items.length ?? 0;
  return (
    <section aria-label="Now" className="grid gap-3 sm:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_13rem_11rem]">
      <div className={`${card} sm:col-span-2 xl:col-span-1`}>
        <span className="font-medium">Health</span>
        <span className="flex flex-wrap justify-end gap-x-4 gap-y-1">
          {parts.map(({ name, status, title }) => (
            <span key={name} className="flex items-center gap-1.5" title={title}>
              <span className="text-quiet">{name}</span>
              <span className="inline-flex w-12">
                <Badge tone={status === "Up" ? "good" : status === "Down" ? "bad" : "plain"}>{status}</Badge>
              </span>
            </span>
          ))}
        </span>
      </div>
      <Link to="/admin/breakers" className={`${card} hover:bg-stage`}>
        <span className="font-medium">Breakers</span>
        {breakers.data === undefined ? (
          <span className="text-quiet">{breakers.isError ? "No answer" : "…"}</span>
        ) : open === 0 ? (
          <Badge tone="good">All closed</Badge>
        ) : (
          <Badge tone="bad">{open} not closed</Badge>
        )}
      </Link>
      <Link to="/admin/dead-letters" search={{ state: "waiting" }} className={`${card} hover:bg-stage`}>
        <span className="font-medium">Dead letters</span>
        {waiting.data === undefined ? (
          <span className="text-quiet">{waiting.isError ? "No answer" : "…"}</span>
        ) : letters === 0 ? (
          <Badge tone="good">None</Badge>
        ) : (
          <Badge tone="warm">{waiting.data.nextCursor === null ? letters : `${most}+`}</Badge>
        )}
      </Link>
    </section>
  );
}

interface Part {
  name: string;
  status: string;
  title: string;
}

/** The parts, always these, so that nothing moves when the first answer comes. The breakers have a card of their own. */
function partsOf(health: Health | undefined, isLost: boolean): Part[] {
  return Object.entries(partNames).map(([key, name]) => {
    const part = health?.components?.[key];
    if (part === undefined) return { name, status: isLost ? "?" : "…", title: isLost ? "No answer" : "" };
    return { name, status: words[part.status] ?? part.status, title: `Answered in ${part.ms} ms` };
  });
}
