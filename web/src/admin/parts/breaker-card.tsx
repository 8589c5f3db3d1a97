import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CircuitBreakers } from "../../../../contracts/actuator.ts";
import { Button } from "../../parts/button.tsx";
import { toast } from "../../shell/toast.ts";
import { ago } from "../../time.ts";
import { breakersQuery } from "../api/actuator-queries.ts";
import { adminExchange } from "../api/admin-request.ts";
import { Badge, type Tone } from "./badge.tsx";

type Facts = CircuitBreakers["circuitBreakers"][string];
const states: Record<Facts["state"], { tone: Tone; words: string; means: string }> = {
  CLOSED: { tone: "good", words: "Closed", means: "Calls go through." },
  OPEN: { tone: "bad", words: "Open", means: "Calls are refused at once; it tries again by itself." },
  HALF_OPEN: { tone: "warm", words: "Half open", means: "A few calls are let through to see." },
  FORCED_OPEN: { tone: "bad", words: "Held open", means: "Refuses calls until somebody closes it." },
};

/** One dependency's breaker as it stands; `canAct` adds the buttons that close it or hold it open. */
export function BreakerCard({ name, facts, canAct = false }: { name: string; facts: Facts; canAct?: boolean }) {
  const client = useQueryClient();
  const update = useMutation({
    mutationFn: (updateState: "CLOSE" | "FORCE_OPEN") =>
      adminExchange(`/actuator/circuitbreakers/${encodeURIComponent(name)}`, { method: "POST", body: { updateState } }),
    onSuccess: () => client.invalidateQueries({ queryKey: breakersQuery.queryKey }),
    onError: (error) => toast({ title: "That did not work", body: error.message }),
  });
  const { tone, words, means } = states[facts.state];
  const tooFew = facts.failureRate.startsWith("-");
  return (
    <article aria-label={`Breaker of ${name}`} className="grid content-start gap-3 rounded-card border border-line p-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-sans text-sm font-semibold tracking-normal">{name}</h2>
        <Badge tone={tone}>{words}</Badge>
      </div>
      <p className="text-sm text-quiet">
        {means}
        {facts.openedAt === null ? "" : ` Since ${ago(facts.openedAt)}.`}
      </p>
      <dl className="tabular grid grid-cols-3 gap-2 text-sm">
        <Figure name="Failed" value={tooFew ? "–" : facts.failureRate} title={`Opens at ${facts.failureRateThreshold}`} />
        <Figure name="Of last" value={`${facts.failedCalls} of ${facts.bufferedCalls}`} title="Failed calls of those in the window" />
        <Figure name="Refused" value={facts.notPermittedCalls.toLocaleString("en")} title="Calls that were not let through" />
      </dl>
      {canAct ? (
        <div className="flex flex-wrap gap-2">
          <Button size="small" isPending={update.isPending} onPress={() => update.mutate("CLOSE")}>
            {facts.state === "CLOSED" ? "Forget failures" : "Close"}
          </Button>
          {facts.state === "FORCED_OPEN" ? null : (
            <Button size="small" variant="loss" isPending={update.isPending} onPress={() => update.mutate("FORCE_OPEN")}>
              Hold open
            </Button>
          )}
        </div>
      ) : null}
    </article>
  );
}

function Figure({ name, value, title }: { name: string; value: string; title: string }) {
  return (
    <div title={title}>
      <dt className="text-xs text-quiet">{name}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}
