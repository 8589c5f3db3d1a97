import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { AdminBooking, AuditEntry, DeadLetter } from "../../../../contracts/admin.ts";
import type { Analytics } from "../../../../contracts/analytics.ts";
import type { Page } from "../../../../contracts/envelope.ts";
import type { App, AppAndKeys } from "../../../../contracts/tenants.ts";
import type { UserPage, UserRecord } from "../../../../contracts/users.ts";
import { adminRequest } from "./admin-request.ts";

/** Keys that begin with this hold what only the administrator may see. */
export const admin = "admin";

export const appsQuery = queryOptions({
  queryKey: [admin, "apps"],
  queryFn: async ({ signal }) => {
    const apps: App[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page<App> = await adminRequest(`/apps?limit=100${cursor === "" ? "" : `&cursor=${cursor}`}`, { signal });
      apps.push(...page.items);
      cursor = page.nextCursor;
    }
    return apps;
  },
  staleTime: 30_000,
});

export const appQuery = (appId: string) =>
  queryOptions({
    queryKey: [admin, "app", appId],
    queryFn: ({ signal }) => adminRequest<AppAndKeys>(`/apps/${appId}`, { signal }),
  });

export const usersQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "users", query],
    queryFn: ({ signal }) => adminRequest<UserPage>(`/users?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: [admin, "user", id],
    queryFn: async ({ signal }) => (await adminRequest<{ user: UserRecord }>(`/users/${id}`, { signal })).user,
  });

export const adminBookingsQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "bookings", query],
    queryFn: ({ signal }) => adminRequest<Page<AdminBooking>>(`/bookings?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const auditQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "audit", query],
    queryFn: ({ signal }) => adminRequest<Page<AuditEntry>>(`/audit?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const deadLettersQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "dead-letters", query],
    queryFn: ({ signal }) => adminRequest<Page<DeadLetter>>(`/dead-letters?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const analyticsQuery = (query: string) =>
  queryOptions({
    queryKey: [admin, "analytics", query],
    queryFn: ({ signal }) => adminRequest<Analytics>(`/analytics?${query}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
