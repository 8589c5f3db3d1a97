import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { listingsQuery } from "./api/queries.ts";
import "./app.css";
import { frontPage } from "./front-page.ts";
import { queryClient } from "./query-client.ts";
import { router } from "./router.ts";
import { sessionKnown } from "./session/session.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const draw = () =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
if (frontPage === undefined) draw();
else {
  for (const { domain, page } of frontPage.listings)
    queryClient.setQueryData(listingsQuery(domain, {}).queryKey, { pages: [page], pageParams: [undefined] });
  // What the server has drawn stays until the page itself can stand in its place.
  void router.load().finally(draw);
}
// The bars around every page say who is here, also on pages that ask nothing in anybody's name.
void sessionKnown();
