import { useQuery } from "@tanstack/react-query";
import { appsQuery } from "../api/admin-queries.ts";
import { ChoiceFilter } from "./filters.tsx";

export function AppFilter() {
  const apps = useQuery(appsQuery);
  return (
    <ChoiceFilter name="appId" label="App" all="All apps" choices={(apps.data ?? []).map(({ appId, name }) => [appId, name] as const)} />
  );
}
