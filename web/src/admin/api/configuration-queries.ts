import { queryOptions } from "@tanstack/react-query";
import type { Configuration, ConfigurationEntry, ConfigurationVersion, PropertyDescription } from "../../../../contracts/configuration.ts";
import type { Page } from "../../../../contracts/envelope.ts";
import { failedWith } from "../../api/failure.ts";
import { admin } from "./admin-queries.ts";
import { adminRequest } from "./admin-request.ts";

/** The one application whose properties the platform itself knows. */
export const ownApplication = "marquee";

export const configurationsQuery = queryOptions({
  queryKey: [admin, "configurations"],
  queryFn: async ({ signal }) => (await adminRequest<Page<ConfigurationEntry>>("/config?limit=100", { signal })).items,
});

/** null: there is none yet, so that the first version can be written. */
export const configurationQuery = (application: string, profile: string) =>
  queryOptions({
    queryKey: [admin, "configuration", application, profile],
    queryFn: async ({ signal }) => {
      try {
        return await adminRequest<Configuration>(`/config/${application}/${profile}`, { signal });
      } catch (error) {
        if (failedWith(error, "CONFIG_NOT_FOUND")) return null;
        throw error;
      }
    },
    refetchOnWindowFocus: false,
  });

export const versionsQuery = (application: string, profile: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: [admin, "configuration", application, profile, "versions", cursor],
    queryFn: ({ signal }) =>
      adminRequest<Page<ConfigurationVersion>>(
        `/config/${application}/${profile}/versions?limit=20${cursor === undefined ? "" : `&cursor=${cursor}`}`,
        { signal },
      ),
  });

export const schemaQuery = (application: string) =>
  queryOptions({
    queryKey: [admin, "configuration-schema", application],
    queryFn: async ({ signal }) =>
      application === ownApplication ? (await adminRequest<{ items: PropertyDescription[] }>("/config-schema", { signal })).items : [],
    staleTime: Number.POSITIVE_INFINITY,
  });
