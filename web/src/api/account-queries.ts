import { queryOptions } from "@tanstack/react-query";
import type { Page } from "../../../contracts/envelope.ts";
import type { OidcProviders } from "../../../contracts/oidc.ts";
import type { SessionInfo } from "../../../contracts/sessions.ts";
import { own } from "./queries.ts";
import { request } from "./request.ts";
import { send } from "./send.ts";

/** Asked once a visit: these paths are narrowly limited. */
export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: async ({ signal }) => (await send<OidcProviders>(undefined, "/auth/oauth/providers", { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
});

export const sessionsQuery = queryOptions({
  queryKey: [own, "sessions"],
  queryFn: async ({ signal }) => (await request<Page<SessionInfo>>(undefined, "/auth/sessions?limit=100", { signal })).items,
  refetchOnWindowFocus: false,
});
