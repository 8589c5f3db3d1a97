import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { JoinWaitlist, WaitlistEntry } from "../../../../contracts/waitlist.ts";
import { type OwnEntry, waitlistQuery } from "../../api/after-sale-queries.ts";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { useSession } from "../../session/session.ts";
import { noteWaiting } from "../../waiting.ts";

const pollMs = 20_000;

/** Whether an entry still means something: one waits, or seats are held. */
export function isLive({ entry }: OwnEntry): boolean {
  return entry.status === "WAITING" || entry.status === "OFFERED";
}

/** Everything that one waits for. Positions move and offers come while one looks, so it is asked again and again. */
export function useWaitlist() {
  const signedIn = useSession().status === "in";
  return useQuery({
    ...waitlistQuery,
    enabled: signedIn,
    refetchInterval: (query) => (query.state.data?.some(isLive) ? pollMs : false),
  });
}

export function useJoin(domain: Domain) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wish: JoinWaitlist) => request<{ entry: WaitlistEntry }>(domain, "/waitlist", { method: "POST", body: wish }),
    onSuccess: ({ entry }) => {
      noteWaiting();
      queryClient.setQueryData(waitlistQuery.queryKey, (old) => [{ domain, entry }, ...(old ?? [])]);
      void queryClient.invalidateQueries({ queryKey: waitlistQuery.queryKey });
    },
    // Joined in another window: show it.
    onError: (error) => {
      if (failedWith(error, "ALREADY_WAITING")) void queryClient.invalidateQueries({ queryKey: waitlistQuery.queryKey });
    },
  });
}

/** Leaves the queue, or declines the seats that are offered. */
export function useLeave({ domain, entry }: OwnEntry) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request<{ entry: WaitlistEntry }>(domain, `/waitlist/${entry.id}`, { method: "DELETE" }),
    onSuccess: ({ entry: left }) => {
      if (entry.reservationToken !== null) forgetHold(entry.reservationToken);
      queryClient.setQueryData(waitlistQuery.queryKey, (old) =>
        old?.map((each) => (each.entry.id === entry.id ? { domain, entry: left } : each)),
      );
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: waitlistQuery.queryKey }),
  });
}
