import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Failed } from "../../../parts/failed.tsx";
import { configurationQuery, schemaQuery } from "../../api/configuration-queries.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Pending } from "../../parts/pending.tsx";
import { TabLink } from "../../parts/tab-link.tsx";
import { WayUp } from "../../parts/way-up.tsx";
import { PropertiesEditor } from "./properties-editor.tsx";
import { VersionHistory } from "./version-history.tsx";

/** One application in one profile: its properties, or (`?state=history`) all that they ever were. */
export function ConfigurationPage() {
  const { application, profile } = useParams({ from: "/admin/configuration/$application/$profile" });
  const { state } = useSearch({ from: "/admin/configuration/$application/$profile" });
  const configuration = useQuery(configurationQuery(application, profile));
  const schema = useQuery(schemaQuery(application));
  const error = configuration.error ?? schema.error;
  return (
    <>
      <WayUp to="/admin/configuration">Configuration</WayUp>
      <AdminHead title={`${application} / ${profile}`} lead={<Stand configuration={configuration.data} />} />
      <nav aria-label="Parts" className="flex gap-1 border-b border-line">
        <TabLink state={undefined} isHere={state !== "history"}>
          Properties
        </TabLink>
        <TabLink state="history" isHere={state === "history"}>
          History
        </TabLink>
      </nav>
      {error !== null ? (
        <Failed error={error} retry={() => void configuration.refetch()} title="This configuration did not load" />
      ) : configuration.data === undefined || schema.data === undefined ? (
        <Pending room="h-72" />
      ) : state === "history" ? (
        <VersionHistory application={application} profile={profile} current={configuration.data?.version ?? 0} />
      ) : (
        <PropertiesEditor
          key={configuration.data?.version ?? 0}
          place={{ application, profile }}
          configuration={configuration.data}
          schema={schema.data}
        />
      )}
    </>
  );
}

function Stand({ configuration }: { configuration: { version: number; author: string; createdAt: string } | null | undefined }) {
  if (configuration === undefined) return <span className="skeleton inline-block h-4 w-60 max-sm:h-9" />;
  if (configuration === null) return "Nothing yet: the defaults are in force.";
  return (
    <>
      Version {configuration.version}, <Moment at={configuration.createdAt} /> UTC, by {configuration.author}
    </>
  );
}
