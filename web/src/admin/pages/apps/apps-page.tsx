import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { App } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { appsQuery } from "../../api/admin-queries.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { Badge } from "../../parts/badge.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Moment } from "../../parts/moment.tsx";
import { rowLink } from "../../parts/row-link.ts";
import { CreateApp } from "./create-app.tsx";
import { domainNames } from "./domain-names.ts";

const columns: Column<App>[] = [
  {
    name: "Name",
    cell: ({ appId, name }) => (
      <Link to="/admin/apps/$appId" params={{ appId }} className={rowLink}>
        {name}
      </Link>
    ),
  },
  { name: "Domain", cell: ({ domain }) => domainNames[domain] },
  { name: "State", cell: ({ isActive }) => (isActive ? <Badge tone="good">Active</Badge> : <Badge tone="bad">Off</Badge>) },
  { name: "Web app", cell: ({ webApp }) => (webApp ? "Sold here" : "–") },
  { name: "Origins", isNumber: true, cell: ({ allowedOrigins }) => allowedOrigins.length },
  { name: "Id", cell: ({ appId }) => <IdText id={appId} /> },
  { name: "Since", cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

export function AppsPage() {
  const apps = useQuery(appsQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <AdminHead title="Apps" lead="The tenants: each with its own catalogue, keys and origins.">
        <Button size="small" variant="primary" onPress={() => setAdding(true)}>
          <Plus className="size-4" aria-hidden />
          New app
        </Button>
      </AdminHead>
      <DataTable
        label="Apps"
        columns={columns}
        rows={apps.data}
        keyOf={({ appId }) => appId}
        error={apps.error}
        retry={() => void apps.refetch()}
        empty="There is no app yet. Make one, then sell with its keys."
      />
      <CreateApp isOpen={isAdding} onClose={() => setAdding(false)} />
    </>
  );
}
