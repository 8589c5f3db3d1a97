import { useEffect } from "react";
import { queryClient } from "../query-client.ts";
import { useSession } from "../session/session.ts";
import { changePreferences, preferencesQuery } from "./notification-queries.ts";

const waitMs = 4000;
const known = (me: string): string => `mq_zone:${me}`;

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Tells once where somebody's clock is, if nobody has: reminders come in their morning. They can change it with their wishes. */
export function useOwnTimeZone(): void {
  const session = useSession();
  const me = session.status === "in" ? session.user.id : null;
  useEffect(() => {
    if (me === null || localStorage.getItem(known(me)) !== null) return;
    const timer = setTimeout(() => void tellZone(me), waitMs);
    return () => clearTimeout(timer);
  }, [me]);
}

async function tellZone(me: string): Promise<void> {
  try {
    const { timeZone } = await queryClient.fetchQuery(preferencesQuery);
    if (timeZone === null) queryClient.setQueryData(preferencesQuery.queryKey, await changePreferences({ timeZone: zoneHere() }));
    localStorage.setItem(known(me), "told");
  } catch {
    // Nobody waits for it: the next visit tells it.
  }
}
