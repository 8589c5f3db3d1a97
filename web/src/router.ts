import { createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { PagePending } from "./parts/page-pending.tsx";
import { routeTree } from "./routes.tsx";
import { onSessionEnd } from "./session/session.ts";
import { toast } from "./shell/toast.ts";

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 80,
  defaultPendingMinMs: 0,
  defaultPendingComponent: PagePending,
  defaultNotFoundComponent: lazyRouteComponent(() => import("./parts/not-found.tsx"), "NotFound"),
  defaultErrorComponent: lazyRouteComponent(() => import("./parts/page-failure.tsx"), "PageFailure"),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** Only for people who are signed in. */
    signedIn?: boolean;
    /** Nothing but the task: no bottom bar, no reminder of a hold. */
    focused?: boolean;
    /** Fills the window instead of scrolling. */
    fills?: boolean;
    /** Has a frame of its own: none of the shop's bars. */
    bare?: boolean;
  }
}

// A new page is read from its beginning, unless it put the focus somewhere itself.
router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
  const main = document.getElementById("main");
  if (fromLocation !== undefined && pathChanged && !main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
});

onSessionEnd((why) => {
  const { matches, location } = router.state;
  if (!matches.some((match) => match.staticData.signedIn)) {
    if (why === "expired") toast({ title: "Your session ended", body: "Log in again before you hold seats." });
    return;
  }
  if (why === "left") void router.navigate({ to: "/" });
  else void router.navigate({ to: "/login", search: { next: location.href, ended: true } });
});
