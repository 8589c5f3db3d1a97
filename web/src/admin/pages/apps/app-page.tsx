import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { buttonStyle } from "../../../parts/button-style.ts";
import { Failed } from "../../../parts/failed.tsx";
import { PageHead } from "../../../parts/page-head.tsx";
import { appQuery } from "../../api/admin-queries.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Pending } from "../../parts/pending.tsx";
import { WayUp } from "../../parts/way-up.tsx";
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
      <WayUp to="/admin/apps">Apps</WayUp>
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
      <Keys appId={appId} keys={keys} />
      <Webhooks appId={appId} />
      <div className="mt-2 grid gap-6 lg:grid-cols-2 lg:items-start">
        <AppSettings key={app.updatedAt} app={app} />
        <AppBrand key={`${app.updatedAt} brand`} app={app} />
      </div>
    </>
  );
}
