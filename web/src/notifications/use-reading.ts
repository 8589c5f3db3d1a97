import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type Domain, domainWords } from "../domains.ts";
import { hrefOf, type NotificationAt } from "./merged.ts";
import { markAllRead, markRead } from "./notification-queries.ts";

/** What can be done with notifications: to open one marks it as read. */
export function useReading(domains: readonly Domain[]) {
  const router = useRouter();
  const { mutate: read } = useMutation({ mutationFn: (item: NotificationAt) => markRead([item]) });
  const readAll = useMutation({ mutationFn: () => markAllRead(domains) });
  const open = (item: NotificationAt) => {
    if (item.readAt === null) read(item);
    const href = hrefOf(item, (domain) => domainWords[domain].param);
    if (href !== null) router.history.push(href);
  };
  return { open, readAll };
}
