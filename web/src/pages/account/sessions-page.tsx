import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SessionInfo } from "../../../../contracts/sessions.ts";
import { sessionsQuery } from "../../api/account-queries.ts";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SessionRow } from "./session-row.tsx";

const skeletons = ["a", "b", "c"];

/** One that is over already is as good as ended. Ending twice does no harm, so that this may wait where it is too early. */
async function endSession(id: string): Promise<void> {
  try {
    await request(undefined, `/auth/sessions/${id}`, { method: "DELETE", waits: true });
  } catch (error) {
    if (!failedWith(error, "SESSION_NOT_FOUND")) throw error;
  }
}

/** Where somebody is signed in; each can be ended from here. */
export function SessionsPage() {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const keepOnly = (isKept: (session: SessionInfo) => boolean) =>
    client.setQueryData(sessionsQuery.queryKey, (before) => before?.filter(isKept));
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: (_, id) => keepOnly((session) => session.id !== id),
  });
  const endOthers = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) {
        await endSession(id);
        keepOnly((session) => session.id !== id);
      }
    },
  });
  const others = sessions.data?.filter((session) => !session.current) ?? [];
  const here = sessions.data?.filter((session) => session.current) ?? [];
  return (
    <section aria-labelledby="sessions">
      <PageHead title="Sessions" />
      <div className="mb-4 flex min-h-10 flex-wrap items-center justify-between gap-3">
        <h1 id="sessions" className="text-lg">
          Sessions
        </h1>
        {others.length > 0 ? (
          <Button variant="loss" isPending={endOthers.isPending} onPress={() => endOthers.mutate(others.map(({ id }) => id))}>
            {endOthers.isPending ? `Ending, ${others.length} left…` : "End all others"}
          </Button>
        ) : null}
      </div>
      {sessions.isError ? (
        <Failed error={sessions.error} retry={() => void sessions.refetch()} title="Your sessions did not load" />
      ) : (
        <>
          <FormFailure error={end.error ?? endOthers.error} />
          <ul className="divide-y divide-line border-y border-line" aria-busy={sessions.data === undefined}>
            {sessions.data === undefined
              ? skeletons.map((each) => (
                  <li key={each} className="py-4">
                    <div className="skeleton h-12" />
                  </li>
                ))
              : [...here, ...others].map((session) => (
                  <SessionRow
                    key={session.id}
                    session={session}
                    isEnding={end.isPending && end.variables === session.id}
                    onEnd={() => end.mutate(session.id)}
                  />
                ))}
          </ul>
          {sessions.data !== undefined && others.length === 0 ? (
            <p className="mt-4 text-sm text-quiet">You are logged in on this device only.</p>
          ) : null}
        </>
      )}
    </section>
  );
}
