import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Backup } from "../../../../contracts/backups.ts";
import type { Page } from "../../../../contracts/envelope.ts";
import type { JobView } from "../../../../contracts/jobs.ts";
import type { MailSuppression } from "../../../../contracts/mail-suppressions.ts";
import type { WebhookDelivery, WebhookEndpoint } from "../../../../contracts/webhooks.ts";
import { admin } from "./admin-queries.ts";
import { adminRequest } from "./admin-request.ts";

const lookMs = 1000;
const restMs = 15_000;

/** While something runs it is looked at every second. */
export const jobsQuery = queryOptions({
  queryKey: [admin, "jobs"],
  queryFn: async ({ signal }) => (await adminRequest<{ items: JobView[] }>("/jobs", { signal })).items,
  refetchInterval: ({ state }) => (state.data?.some(({ runs }) => runs.some(({ status }) => status === "RUNNING")) ? lookMs : restMs),
});

export const backupsQuery = queryOptions({
  queryKey: [admin, "backups"],
  queryFn: async ({ signal }) => (await adminRequest<{ items: Backup[] }>("/backups", { signal })).items,
});

export const suppressionsQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "suppressions", query],
    queryFn: ({ signal }) => adminRequest<Page<MailSuppression>>(`/mail-suppressions?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const webhooksPath = (appId: string): string => `/apps/${appId}/webhook-endpoints`;

export const webhooksQuery = (appId: string) =>
  queryOptions({
    queryKey: [admin, "webhooks", appId],
    queryFn: async ({ signal }) => (await adminRequest<Page<WebhookEndpoint>>(`${webhooksPath(appId)}?limit=100`, { signal })).items,
  });

/** Attempts go on by themselves: they are looked at while the list is open. */
export const deliveriesQuery = (appId: string, endpointId: string) =>
  queryOptions({
    queryKey: [admin, "webhook-deliveries", appId, endpointId],
    queryFn: async ({ signal }) =>
      (await adminRequest<Page<WebhookDelivery>>(`${webhooksPath(appId)}/${endpointId}/deliveries?limit=50`, { signal })).items,
    refetchInterval: 2000,
  });
