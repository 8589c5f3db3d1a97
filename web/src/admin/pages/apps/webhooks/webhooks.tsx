import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { WebhookEndpoint } from "../../../../../../contracts/webhooks.ts";
import { Button } from "../../../../parts/button.tsx";
import { Dialog } from "../../../../parts/dialog.tsx";
import { FormFailure } from "../../../../parts/form-failure.tsx";
import { toast } from "../../../../shell/toast.ts";
import { adminRequest } from "../../../api/admin-request.ts";
import { webhooksPath, webhooksQuery } from "../../../api/operations-queries.ts";
import { Badge } from "../../../parts/badge.tsx";
import { ConfirmByTyping } from "../../../parts/confirm-by-typing.tsx";
import { type Column, DataTable } from "../../../parts/data-table.tsx";
import { Moment } from "../../../parts/moment.tsx";
import { Deliveries } from "./deliveries.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { RotateSecret } from "./rotate-secret.tsx";

type Asked = { what: "create" } | { what: "change" | "rotate" | "delete" | "deliveries"; endpoint: WebhookEndpoint } | null;

const reasons: Record<NonNullable<WebhookEndpoint["disabledReason"]>, string> = {
  BY_HAND: "Off",
  GONE: "Off: it answered 410",
  FAILING: "Off: nothing came through",
};

/** Where an app is told of what happens, and how that goes. */
export function Webhooks({ appId }: { appId: string }) {
  const client = useQueryClient();
  const endpoints = useQuery(webhooksQuery(appId));
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const refresh = () => void client.invalidateQueries({ queryKey: webhooksQuery(appId).queryKey });
  const pathOf = ({ id }: WebhookEndpoint) => `${webhooksPath(appId)}/${id}`;
  const flip = useMutation({
    mutationFn: (endpoint: WebhookEndpoint) =>
      adminRequest(pathOf(endpoint), {
        method: "PATCH",
        body: { status: endpoint.status === "ENABLED" ? "DISABLED" : "ENABLED" },
      }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (endpoint: WebhookEndpoint) => adminRequest(pathOf(endpoint), { method: "DELETE" }),
    onSuccess: () => {
      toast({ title: "Endpoint deleted", body: "It is told nothing any more." });
      close();
      refresh();
    },
  });
  const columns: Column<WebhookEndpoint>[] = [
    {
      name: "Endpoint",
      cell: ({ url, description }) => (
        <div className="max-w-72">
          <p className="truncate font-medium" title={url}>
            {url}
          </p>
          <p className="truncate text-xs text-quiet">{description}</p>
        </div>
      ),
    },
    {
      name: "Events",
      cell: ({ events }) => (
        <span className="text-xs whitespace-nowrap text-quiet" title={events.join("\n")}>
          {events.length === 1 ? events[0] : `${events.length} kinds`}
        </span>
      ),
    },
    { name: "State", cell: (endpoint) => <State endpoint={endpoint} /> },
    {
      name: "Do",
      cell: (endpoint) => (
        <div className="flex gap-1">
          <Do words="Deliveries" of={endpoint} act={() => setAsked({ what: "deliveries", endpoint })} />
          <Do words="Change" of={endpoint} act={() => setAsked({ what: "change", endpoint })} />
          <Do words="Rotate" of={endpoint} act={() => setAsked({ what: "rotate", endpoint })} />
          <Do words={endpoint.status === "ENABLED" ? "Disable" : "Enable"} of={endpoint} act={() => flip.mutate(endpoint)} />
          <Do words="Delete" of={endpoint} act={() => setAsked({ what: "delete", endpoint })} />
        </div>
      ),
    },
  ];
  return (
    <section aria-labelledby="webhooks" className="grid min-w-0 gap-3">
      <div className="flex items-center justify-between gap-4">
        <h2 id="webhooks" className="text-base">
          Webhooks
        </h2>
        <Button size="small" onPress={() => setAsked({ what: "create" })}>
          <Plus className="size-4" aria-hidden />
          New endpoint
        </Button>
      </div>
      <FormFailure error={flip.error} />
      <DataTable
        label="Webhook endpoints"
        columns={columns}
        rows={endpoints.data}
        keyOf={({ id }) => id}
        error={endpoints.error}
        retry={() => void endpoints.refetch()}
        pendingRows={3}
        empty="No endpoint: this app’s servers are told nothing."
      />
      <Dialog title="New endpoint" isOpen={asked?.what === "create"} onClose={close} stays>
        <EndpointForm appId={appId} onSaved={refresh} onClose={close} />
      </Dialog>
      <Dialog title="Change this endpoint" isOpen={asked?.what === "change"} onClose={close} stays>
        {asked?.what === "change" ? <EndpointForm appId={appId} endpoint={asked.endpoint} onSaved={refresh} onClose={close} /> : null}
      </Dialog>
      <Dialog title="Rotate this endpoint’s secret" isOpen={asked?.what === "rotate"} onClose={close} stays>
        {asked?.what === "rotate" ? <RotateSecret path={pathOf(asked.endpoint)} onMade={refresh} onClose={close} /> : null}
      </Dialog>
      <Dialog title="Deliveries" isOpen={asked?.what === "deliveries"} onClose={close} wide>
        {asked?.what === "deliveries" ? <Deliveries appId={appId} endpoint={asked.endpoint} /> : null}
      </Dialog>
      {asked?.what === "delete" ? (
        <ConfirmByTyping
          title="Delete this endpoint?"
          word={asked.endpoint.secretLast4}
          action="Delete"
          acting="Deleting…"
          isOpen
          onClose={close}
          attempt={{ ...remove, mutate: () => remove.mutate(asked.endpoint) }}
        >
          {asked.endpoint.url} is told nothing any more, and what was sent to it is forgotten. The word is the end of its secret.
        </ConfirmByTyping>
      ) : null}
    </section>
  );
}

function State({ endpoint: { status, disabledReason, failingSince, previousSecretUntil } }: { endpoint: WebhookEndpoint }) {
  return (
    <div className="grid justify-items-start gap-1">
      {status === "DISABLED" ? (
        <Badge tone={disabledReason === "BY_HAND" ? "plain" : "bad"}>{disabledReason === null ? "Off" : reasons[disabledReason]}</Badge>
      ) : failingSince === null ? (
        <Badge tone="good">On</Badge>
      ) : (
        <Badge tone="warm">Failing</Badge>
      )}
      {failingSince === null ? null : (
        <span className="text-xs text-quiet">
          since <Moment at={failingSince} />
        </span>
      )}
      {previousSecretUntil === null ? null : (
        <span className="text-xs text-quiet">
          both secrets until <Moment at={previousSecretUntil} />
        </span>
      )}
    </div>
  );
}

function Do({ words, of, act }: { words: string; of: WebhookEndpoint; act: () => void }) {
  return (
    <Button size="small" variant="ghost" aria-label={`${words}: ${of.url}`} onPress={act}>
      {words}
    </Button>
  );
}
