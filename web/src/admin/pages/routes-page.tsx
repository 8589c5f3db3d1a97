import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { GatewayRoute } from "../../../../contracts/actuator.ts";
import { routesQuery } from "../api/actuator-queries.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { Badge } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { ChoiceFilter, Filters, TextFilter } from "../parts/filters.tsx";

const counted = { object: "exactly", binding: "about", owner: "in its object" };
const columns: Column<GatewayRoute>[] = [
  { name: "Method", cell: ({ method }) => <code className="text-xs font-semibold">{method}</code> },
  { name: "Path", cell: ({ path }) => <code className="text-xs whitespace-nowrap">{path}</code> },
  {
    name: "Who may",
    cell: ({ access, scope }) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <Badge tone={access === "admin" ? "warm" : "plain"}>{access}</Badge>
        <code className="text-xs text-quiet">{scope}</code>
      </span>
    ),
  },
  {
    name: "Limit",
    cell: ({ policy }) => (
      <span className="whitespace-nowrap" title={`Counted ${counted[policy.countedBy]}`}>
        {policy.name}{" "}
        <span className="tabular text-quiet">
          {policy.perSecond}/s, burst {policy.burst}
        </span>
      </span>
    ),
  },
  { name: "Body", isNumber: true, cell: ({ bodyBytesMax }) => (bodyBytesMax === null ? "–" : `${Math.round(bodyBytesMax / 1024)} KiB`) },
];

export function RoutesPage() {
  const { q = "", state } = useSearch({ from: "/admin/routes" });
  const routes = useQuery(routesQuery);
  const wanted = q.toLowerCase();
  const shown = routes.data?.filter(
    ({ method, path, access, policy }) =>
      (state === undefined || access === state) && `${method} ${path} ${policy.name}`.toLowerCase().includes(wanted),
  );
  const kinds = [...new Set(routes.data?.map(({ access }) => access) ?? [])].sort();
  return (
    <>
      <AdminHead
        title="Routes"
        lead={
          routes.data === undefined
            ? "Every route with who may call it and how often."
            : `${routes.data.length} routes with who may call each and how often.`
        }
      />
      <Filters>
        <TextFilter name="q" label="Search" placeholder="Path, method or limit" wide />
        <ChoiceFilter name="state" label="Who may" all="Everybody" choices={kinds.map((kind) => [kind, kind] as const)} />
      </Filters>
      <DataTable
        label="Routes"
        columns={columns}
        rows={shown}
        keyOf={({ method, path }) => `${method} ${path}`}
        error={routes.error}
        retry={() => void routes.refetch()}
        empty={`No route is like “${q}”.`}
      />
    </>
  );
}
