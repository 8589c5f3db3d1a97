import { QueryClient } from "@tanstack/react-query";
import { worthRetrying } from "./api/failure.ts";
import { own } from "./api/queries.ts";
import { onSessionEnd } from "./session/session.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && worthRetrying(error),
      staleTime: 5_000,
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

onSessionEnd(() => queryClient.removeQueries({ queryKey: [own] }));
