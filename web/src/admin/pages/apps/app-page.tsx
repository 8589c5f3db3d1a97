import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { buttonStyle } from "../../../parts/button-style.ts";
import { Failed } from "../../../parts/failed.tsx";
import { PageHead } from "../../../parts/page-head.tsx";
import { appQuery } from "../../api/admin-queries.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Pending } from "../../parts/pending.tsx";
import { AppBrand } from "./app-brand.tsx";
import { AppSettings } from "./app-settings.tsx";
import { domainNames } from "./domain-names.ts";
import { Keys } from "./keys.tsx";
import { Webhooks } from "./webhooks/webhooks.tsx";

export function AppPage() {
  const { appId } = useParams({ from: "/admin/apps/$appId" });
  const found = useQuery(appQuery(appId));
  if (found.isError)
    return (
      <>
        <PageHead title="Apps · Administration" />
        <Failed error={found.error} retry={() => void found.refetch()} title="This app did not load" />
      </>
    );
  if (found.data === undefined) return <Pending room="h-96" />;
  const { app, keys } = found.data;
  return (
    <>
      <Link
        to="/admin/apps"
        className="-mb-3 inline-flex items-center gap-1 justify-self-start rounded-sm text-sm text-quiet hover:text-ink"
      >
        <ChevronLeft className="size-4" aria-hidden />
        Apps
      </Link>
      <AdminHead title={app.name}>
        <Link to="/admin" search={{ appId }} className={buttonStyle("plain", "small")}>
          Figures
        </Link>
        <Link to="/admin/bookings" search={{ appId }} className={buttonStyle("plain", "small")}>
          Bookings
        </Link>
        <Link to="/admin/audit" search={{ appId }} className={buttonStyle("plain", "small")}>
          Audit log
        </Link>
      </AdminHead>
      <Facts
        facts={[
          ["Id", <IdText key="id" id={app.appId} />],
          ["Domain", domainNames[app.domain]],
          ["Since", <Moment key="since" at={app.createdAt} />],
          ["Changed", <Moment key="changed" at={app.updatedAt} />],
        ]}
      />
      <div className="grid gap-6 lg:grid-cols-[22rem_minmax(0,1fr)] lg:items-start">
        <div className="grid gap-6">
          <AppSettings key={app.updatedAt} app={app} />
          <AppBrand key={`${app.updatedAt} brand`} app={app} />
        </div>
        <div className="grid min-w-0 gap-8">
          <Keys appId={appId} keys={keys} />
          <Webhooks appId={appId} />
        </div>
      </div>
    </>
  );
}
