import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import type { DeadLetter } from "../../../../contracts/admin.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { toast } from "../../shell/toast.ts";
import { admin, deadLettersQuery } from "../api/admin-queries.ts";
import { adminRequest, queryOf } from "../api/admin-request.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { Badge } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Facts } from "../parts/facts.tsx";
import { ChoiceFilter, Filters } from "../parts/filters.tsx";
import { IdText } from "../parts/id-text.tsx";
import { Moment } from "../parts/moment.tsx";
import { CursorPager } from "../parts/pager.tsx";

const queues = [
  ["events", "Events"],
  ["emails", "Mails"],
  ["jobs", "Jobs"],
  ["chat-messages", "Chat archive"],
  ["simulated-provider", "Simulated provider"],
] as const;
const states = [
  ["waiting", "Not replayed"],
  ["replayed", "Replayed"],
] as const;
const replayedOf: Record<string, string> = { waiting: "false", replayed: "true" };

export function DeadLettersPage() {
  const { queue, state, cursor } = useSearch({ from: "/admin/dead-letters" });
  const [shown, setShown] = useState<DeadLetter | null>(null);
  const replayed = state === undefined ? undefined : replayedOf[state];
  const letters = useQuery(deadLettersQuery(queryOf({ queue, replayed, cursor, limit: 50 })));
  const columns: Column<DeadLetter>[] = [
    { name: "Died", cell: ({ createdAt }) => <Moment at={createdAt} /> },
    { name: "Queue", cell: (letter) => <span className="whitespace-nowrap">{letter.queue}</span> },
    {
      name: "Said at last",
      cell: ({ error }) => (
        <span className="block max-w-md truncate" title={error ?? ""}>
          {error ?? "–"}
        </span>
      ),
    },
    { name: "Attempts", isNumber: true, cell: ({ attempts }) => attempts },
    {
      name: "State",
      cell: ({ replayedAt }) => (replayedAt === null ? <Badge tone="warm">Waiting</Badge> : <Badge tone="good">Replayed</Badge>),
    },
    {
      name: "Message",
      cell: (letter) => (
        <Button size="small" variant="ghost" onPress={() => setShown(letter)}>
          Read
        </Button>
      ),
    },
  ];
  return (
    <>
      <AdminHead
        title="Dead letters"
        lead="Messages that failed at every attempt. Replaying sends one through its queue again, once the cause is gone."
      />
      <Filters>
        <ChoiceFilter name="queue" label="Queue" all="All queues" choices={queues} />
        <ChoiceFilter name="state" label="State" all="All" choices={states} />
      </Filters>
      <DataTable
        label="Dead letters"
        columns={columns}
        rows={letters.data?.items}
        keyOf={(letter) => letter.id}
        error={letters.error}
        retry={() => void letters.refetch()}
        isStale={letters.isPlaceholderData}
        empty={queue === undefined && state === undefined ? "No message has died. All is well." : "No message is like this."}
      />
      <CursorPager cursor={cursor} nextCursor={letters.data?.nextCursor} />
      <Dialog title="Dead letter" isOpen={shown !== null} onClose={() => setShown(null)} wide>
        {shown === null ? null : <Letter letter={shown} onReplayed={() => setShown(null)} />}
      </Dialog>
    </>
  );
}

function Letter({ letter, onReplayed }: { letter: DeadLetter; onReplayed: () => void }) {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => adminRequest(`/dead-letters/${encodeURIComponent(letter.id)}/replay`, { method: "POST", body: {} }),
    onSuccess: () => {
      toast({ title: "Sent again", body: "If it fails again, it comes back here." });
      void client.invalidateQueries({ queryKey: [admin, "dead-letters"] });
      onReplayed();
    },
  });
  return (
    <div className="grid gap-4">
      <Facts
        facts={[
          ["Queue", letter.queue],
          ["Attempts", letter.attempts],
          ["Died", <Moment key="died" at={letter.createdAt} />],
          ["Replayed", <Moment key="replayed" at={letter.replayedAt} />],
          ["Id", <IdText key="id" id={letter.id} />],
        ]}
      />
      {letter.error === null ? null : <p className="text-sm">{letter.error}</p>}
      <pre className="max-h-72 overflow-auto rounded-control border border-line bg-stage p-3 text-xs">
        {JSON.stringify(letter.body, null, 2)}
      </pre>
      <FormFailure error={replay.error} />
      {letter.replayedAt === null ? (
        <Button variant="primary" className="justify-self-end" isPending={replay.isPending} onPress={() => replay.mutate()}>
          <RotateCcw className="size-4" aria-hidden />
          {replay.isPending ? "Sending…" : "Replay"}
        </Button>
      ) : null}
    </div>
  );
}
