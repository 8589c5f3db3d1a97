import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { MailSuppression } from "../../../../../contracts/mail-suppressions.ts";
import { Button } from "../../../parts/button.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin } from "../../api/admin-queries.ts";
import { adminRequest, queryOf } from "../../api/admin-request.ts";
import { suppressionsQuery } from "../../api/operations-queries.ts";
import { Badge } from "../../parts/badge.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Filters, TextFilter } from "../../parts/filters.tsx";
import { Moment } from "../../parts/moment.tsx";
import { CursorPager } from "../../parts/pager.tsx";

/** Addresses that get no mail any more, until somebody says otherwise. */
export function Suppressions() {
  const client = useQueryClient();
  const { q, cursor } = useSearch({ from: "/admin/operations" });
  const found = useQuery(suppressionsQuery(queryOf({ q, cursor, limit: 50 })));
  const allow = useMutation({
    mutationFn: (address: string) => adminRequest(`/mail-suppressions/${encodeURIComponent(address)}`, { method: "DELETE" }),
    onSuccess: (_, address) => {
      toast({ title: "Mails go out again", body: address });
      void client.invalidateQueries({ queryKey: [admin, "suppressions"] });
    },
  });
  const columns: Column<MailSuppression>[] = [
    { name: "Address", cell: ({ address }) => <span className="font-medium">{address}</span> },
    {
      name: "Why",
      cell: ({ reason }) => (reason === "BOUNCE" ? <Badge tone="warm">Came back</Badge> : <Badge tone="bad">Called spam</Badge>),
    },
    {
      name: "Said",
      cell: ({ detail }) => (
        <span className="block max-w-sm truncate" title={detail ?? ""}>
          {detail ?? "–"}
        </span>
      ),
    },
    { name: "Since", cell: ({ createdAt }) => <Moment at={createdAt} /> },
    {
      name: "Do",
      cell: ({ address }) => (
        <Button
          size="small"
          variant="ghost"
          aria-label={`Send mails to ${address} again`}
          isPending={allow.isPending && allow.variables === address}
          onPress={() => allow.mutate(address)}
        >
          Send again
        </Button>
      ),
    },
  ];
  return (
    <>
      <Filters>
        <TextFilter name="q" label="Address begins with" wide />
      </Filters>
      <FormFailure error={allow.error} />
      <DataTable
        label="Suppressed addresses"
        columns={columns}
        rows={found.data?.items}
        keyOf={({ address }) => address}
        error={found.error}
        retry={() => void found.refetch()}
        isStale={found.isPlaceholderData}
        empty={q === undefined ? "Every address takes mails." : "No such address is suppressed."}
      />
      <CursorPager cursor={cursor} nextCursor={found.data?.nextCursor} />
    </>
  );
}
