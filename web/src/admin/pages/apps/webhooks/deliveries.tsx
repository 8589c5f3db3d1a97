import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import type { WebhookDelivery, WebhookEndpoint } from "../../../../../../contracts/webhooks.ts";
import { Button } from "../../../../parts/button.tsx";
import { Failed } from "../../../../parts/failed.tsx";
import { FormFailure } from "../../../../parts/form-failure.tsx";
import { adminRequest } from "../../../api/admin-request.ts";
import { deliveriesQuery, webhooksPath } from "../../../api/operations-queries.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";
import { Moment } from "../../../parts/moment.tsx";
import { Pending } from "../../../parts/pending.tsx";

const states: Record<WebhookDelivery["status"], { words: string; tone: Tone }> = {
  PENDING: { words: "On its way", tone: "warm" },
  DELIVERED: { words: "Delivered", tone: "good" },
  FAILED: { words: "Given up", tone: "bad" },
};

/** What was sent to an endpoint, the newest first: every request that was made for it, and what came back. */
export function Deliveries({ appId, endpoint }: { appId: string; endpoint: WebhookEndpoint }) {
  const client = useQueryClient();
  const query = deliveriesQuery(appId, endpoint.id);
  const deliveries = useQuery(query);
  const path = `${webhooksPath(appId)}/${endpoint.id}`;
  const refresh = () => void client.invalidateQueries({ queryKey: query.queryKey });
  const test = useMutation({ mutationFn: () => adminRequest(`${path}/test`, { method: "POST", body: {} }), onSuccess: refresh });
  const resend = useMutation({
    mutationFn: ({ id }: WebhookDelivery) => adminRequest(`${path}/deliveries/${id}/resend`, { method: "POST", body: {} }),
    onSuccess: refresh,
  });
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 truncate text-sm text-quiet">{endpoint.url}</p>
        <Button size="small" isDisabled={endpoint.status === "DISABLED"} isPending={test.isPending} onPress={() => test.mutate()}>
          <Send className="size-4" aria-hidden />
          Send a test
        </Button>
      </div>
      <FormFailure error={test.error ?? resend.error} />
      {deliveries.isError && deliveries.data === undefined ? (
        <Failed error={deliveries.error} retry={() => void deliveries.refetch()} />
      ) : deliveries.data === undefined ? (
        <Pending room="h-40" />
      ) : deliveries.data.length === 0 ? (
        <p className="rounded-card border border-line px-4 py-10 text-center text-sm text-quiet">
          Nothing was sent yet. A test shows whether it gets there.
        </p>
      ) : (
        <ul className="grid gap-2">
          {deliveries.data.map((delivery) => (
            <li key={delivery.id} className="rounded-card border border-line">
              <Delivery delivery={delivery} onResend={() => resend.mutate(delivery)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Delivery({ delivery, onResend }: { delivery: WebhookDelivery; onResend: () => void }) {
  const { type, status, attempts, nextAttemptAt, createdAt, body, messageId } = delivery;
  const { words, tone } = states[status];
  return (
    <details className="group">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-card px-4 py-2.5 text-sm">
        <Badge tone={tone}>{words}</Badge>
        <span className="font-mono text-xs font-medium">{type}</span>
        <span className="text-quiet">
          <Moment at={createdAt} />
        </span>
        {nextAttemptAt === null ? null : (
          <span className="text-xs text-quiet">
            again at <Moment at={nextAttemptAt} />
          </span>
        )}
      </summary>
      <div className="grid gap-3 border-t border-line p-4">
        <ol className="grid gap-1 text-sm">
          {attempts.map((attempt) => (
            <li key={attempt.at} className="flex flex-wrap gap-x-3">
              <Moment at={attempt.at} />
              <span className={attempt.status !== null && attempt.status < 300 ? "text-good" : "text-loss"}>
                {attempt.status ?? attempt.error ?? "no answer"}
              </span>
              <span className="tabular text-quiet">{attempt.durationMs} ms</span>
              {attempt.answer ? <code className="min-w-0 basis-full truncate text-xs text-quiet">{attempt.answer}</code> : null}
            </li>
          ))}
          {attempts.length === 0 ? <li className="text-quiet">Not tried yet.</li> : null}
        </ol>
        <p className="text-xs text-quiet">
          webhook-id <code>{messageId}</code>
        </p>
        <pre className="max-h-72 overflow-auto rounded-control border border-line bg-stage p-3 text-xs">{pretty(body)}</pre>
        <Button size="small" className="justify-self-end" onPress={onResend}>
          Send again
        </Button>
      </div>
    </details>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
