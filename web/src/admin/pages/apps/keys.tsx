import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { ApiKey } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { Badge } from "../../parts/badge.tsx";
import { ConfirmByTyping } from "../../parts/confirm-by-typing.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Moment } from "../../parts/moment.tsx";
import { CreateKey } from "./create-key.tsx";
import { RotateKey } from "./rotate-key.tsx";

type Asked = { what: "create" } | { what: "rotate" | "revoke"; key: ApiKey } | null;

/** An app's keys: what each may do, since when, until when, and when it was last seen. */
export function Keys({ appId, keys }: { appId: string; keys: readonly ApiKey[] }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>(null);
  const refresh = () => void client.invalidateQueries({ queryKey: [admin, "app", appId] });
  const close = () => setAsked(null);
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => adminRequest(`/apps/${appId}/keys/${key.id}`, { method: "DELETE" }),
    onSuccess: () => {
      toast({ title: "Key revoked", body: "It stops working everywhere within 30 seconds." });
      close();
      refresh();
    },
  });
  const columns: Column<ApiKey>[] = [
    {
      name: "Key",
      cell: (key) => (
        <div>
          <p className="font-medium whitespace-nowrap">{key.name ?? (key.kind === "SECRET" ? "Secret key" : "Publishable key")}</p>
          <code className="text-xs whitespace-nowrap text-quiet">{`${key.prefix}…${key.last4}`}</code>
        </div>
      ),
    },
    {
      name: "Kind",
      cell: ({ kind }) => <Badge tone={kind === "SECRET" ? "warm" : "plain"}>{kind === "SECRET" ? "Secret" : "Publishable"}</Badge>,
    },
    {
      name: "May",
      cell: ({ scopes }) => <span className="block min-w-24 max-w-44 text-xs text-quiet">{scopes?.join(", ") ?? "All of its kind"}</span>,
    },
    {
      name: "Last used",
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="text-quiet">Never</span> : <Moment at={lastUsedAt} />),
    },
    { name: "Ends", cell: ({ expiresAt }) => (expiresAt === null ? <span className="text-quiet">Never</span> : <Moment at={expiresAt} />) },
    {
      name: "Do",
      cell: (key) => (
        <div className="flex gap-1">
          <Button
            size="small"
            variant="ghost"
            aria-label={`Rotate the key that ends in ${key.last4}`}
            onPress={() => setAsked({ what: "rotate", key })}
          >
            Rotate
          </Button>
          <Button
            size="small"
            variant="ghost"
            aria-label={`Revoke the key that ends in ${key.last4}`}
            onPress={() => setAsked({ what: "revoke", key })}
          >
            Revoke
          </Button>
        </div>
      ),
    },
  ];
  return (
    <section aria-labelledby="keys" className="grid min-w-0 gap-3">
      <div className="flex items-center justify-between gap-4">
        <h2 id="keys" className="text-base">
          Keys
        </h2>
        <Button size="small" onPress={() => setAsked({ what: "create" })}>
          <Plus className="size-4" aria-hidden />
          New key
        </Button>
      </div>
      <DataTable label="Keys" columns={columns} rows={keys} keyOf={({ id }) => id} empty="No key: nobody can call in this app’s name." />
      <Dialog title="New key" isOpen={asked?.what === "create"} onClose={close} stays>
        <CreateKey appId={appId} onMade={refresh} onClose={close} />
      </Dialog>
      <Dialog title="Rotate this key" isOpen={asked?.what === "rotate"} onClose={close} stays>
        {asked?.what === "rotate" ? <RotateKey appId={appId} of={asked.key} onMade={refresh} onClose={close} /> : null}
      </Dialog>
      {asked?.what === "revoke" ? (
        <ConfirmByTyping
          title="Revoke this key?"
          word={asked.key.last4}
          action="Revoke"
          acting="Revoking…"
          isOpen
          onClose={close}
          attempt={{ ...revoke, mutate: () => revoke.mutate(asked.key) }}
        >
          Whoever uses the key that ends in {asked.key.last4} is refused within 30 seconds. This cannot be undone.
        </ConfirmByTyping>
      ) : null}
    </section>
  );
}
