import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "../root-route.ts";
import { adminSearch } from "./admin-search.ts";

/** The addresses of the administration. They are all of it that every visitor loads; the pages are chunks of their own. */
const admin = createRoute({
  getParentRoute: () => root,
  path: "/admin",
  validateSearch: adminSearch,
  staticData: { bare: true },
  component: lazyRouteComponent(() => import("./frame/admin-layout.tsx"), "AdminLayout"),
});

const overview = createRoute({
  getParentRoute: () => admin,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/overview/overview-page.tsx"), "OverviewPage"),
});

const bookings = createRoute({
  getParentRoute: () => admin,
  path: "/bookings",
  component: lazyRouteComponent(() => import("./pages/bookings-page.tsx"), "BookingsPage"),
});

const users = createRoute({
  getParentRoute: () => admin,
  path: "/users",
  component: lazyRouteComponent(() => import("./pages/users-page.tsx"), "UsersPage"),
});

const user = createRoute({
  getParentRoute: () => admin,
  path: "/users/$id",
  component: lazyRouteComponent(() => import("./pages/user-page.tsx"), "UserPage"),
});

const apps = createRoute({
  getParentRoute: () => admin,
  path: "/apps",
  component: lazyRouteComponent(() => import("./pages/apps/apps-page.tsx"), "AppsPage"),
});

const app = createRoute({
  getParentRoute: () => admin,
  path: "/apps/$appId",
  component: lazyRouteComponent(() => import("./pages/apps/app-page.tsx"), "AppPage"),
});

const configurations = createRoute({
  getParentRoute: () => admin,
  path: "/configuration",
  component: lazyRouteComponent(() => import("./pages/configuration/configurations-page.tsx"), "ConfigurationsPage"),
});

const configuration = createRoute({
  getParentRoute: () => admin,
  path: "/configuration/$application/$profile",
  component: lazyRouteComponent(() => import("./pages/configuration/configuration-page.tsx"), "ConfigurationPage"),
});

const breakers = createRoute({
  getParentRoute: () => admin,
  path: "/breakers",
  component: lazyRouteComponent(() => import("./pages/breakers-page.tsx"), "BreakersPage"),
});

const deadLetters = createRoute({
  getParentRoute: () => admin,
  path: "/dead-letters",
  component: lazyRouteComponent(() => import("./pages/dead-letters-page.tsx"), "DeadLettersPage"),
});

const operations = createRoute({
  getParentRoute: () => admin,
  path: "/operations",
  component: lazyRouteComponent(() => import("./pages/operations/operations-page.tsx"), "OperationsPage"),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  component: lazyRouteComponent(() => import("./pages/audit-page.tsx"), "AuditPage"),
});

const gatewayRoutes = createRoute({
  getParentRoute: () => admin,
  path: "/routes",
  component: lazyRouteComponent(() => import("./pages/routes-page.tsx"), "RoutesPage"),
});

export const adminRoutes = admin.addChildren([
  overview,
  bookings,
  users,
  user,
  apps,
  app,
  configurations,
  configuration,
  breakers,
  deadLetters,
  operations,
  audit,
  gatewayRoutes,
]);
