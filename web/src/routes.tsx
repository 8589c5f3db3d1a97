import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { adminRoutes } from "./admin/admin-routes.ts";
import { availabilityQuery, listingQuery, seatMapQuery, showtimeQuery } from "./api/queries.ts";
import { chatSearch } from "./chat/chat-search.ts";
import { domainOfKind, domainOfParam } from "./domains.ts";
import { organizerRoutes } from "./organizer/organizer-routes.ts";
import { discoverSearch, domainSearch, listingSearch, returnSearch, seatsSearch, signInSearch } from "./page-search.ts";
import { prefetchListings } from "./prefetch-listings.ts";
import { queryClient } from "./query-client.ts";
import { root } from "./root-route.ts";
import { onlySignedIn } from "./session/only-signed-in.ts";
import { shopRoutes } from "./shop/shop-routes.ts";

const discover = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: discoverSearch,
  loaderDeps: ({ search }) => search,
  // The code of the page and what it shows come side by side.
  loader: ({ deps }) => void prefetchListings(deps),
  component: lazyRouteComponent(() => import("./pages/discover/discover-page.tsx"), "DiscoverPage"),
});

const listing = createRoute({
  getParentRoute: () => root,
  path: "/$kind/$id",
  validateSearch: listingSearch,
  beforeLoad: ({ params }) => {
    if (domainOfKind(params.kind) === undefined) throw notFound();
  },
  loader: ({ params }) => {
    const domain = domainOfKind(params.kind);
    if (domain !== undefined) void queryClient.prefetchQuery(listingQuery(domain, params.id));
  },
  component: lazyRouteComponent(() => import("./pages/listing/listing-page.tsx"), "ListingPage"),
});

const seats = createRoute({
  getParentRoute: () => root,
  path: "/showtimes/$id",
  validateSearch: seatsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) => {
    const domain = domainOfParam(deps.d);
    void queryClient.prefetchQuery(showtimeQuery(domain, params.id));
    if (domain === undefined) return;
    void queryClient.prefetchQuery(seatMapQuery(domain, params.id));
    void queryClient.prefetchQuery(availabilityQuery(domain, params.id));
  },
  staticData: { focused: true, fills: true },
  component: lazyRouteComponent(() => import("./pages/seats/seats-page.tsx"), "SeatsPage"),
});

const waitingRoom = createRoute({
  getParentRoute: () => root,
  path: "/waiting-room/$id",
  validateSearch: domainSearch,
  beforeLoad: onlySignedIn,
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) => void queryClient.prefetchQuery(showtimeQuery(domainOfParam(deps.d), params.id)),
  staticData: { signedIn: true, focused: true, fills: true },
  component: lazyRouteComponent(() => import("./pages/waiting-room/waiting-room-page.tsx"), "WaitingRoomPage"),
});

const pay = createRoute({
  getParentRoute: () => root,
  path: "/pay/$token",
  validateSearch: domainSearch,
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true, focused: true },
  component: lazyRouteComponent(() => import("./pages/pay/pay-page.tsx"), "PayPage"),
});

const booking = createRoute({
  getParentRoute: () => root,
  path: "/bookings/$id",
  validateSearch: domainSearch,
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./pages/booking/booking-page.tsx"), "BookingPage"),
});

const bookings = createRoute({
  getParentRoute: () => root,
  path: "/bookings",
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./pages/bookings/bookings-page.tsx"), "BookingsPage"),
});

const waitlist = createRoute({
  getParentRoute: () => root,
  path: "/waitlist",
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./pages/waitlist/waitlist-page.tsx"), "WaitlistPage"),
});

const chat = createRoute({
  getParentRoute: () => root,
  path: "/chat",
  validateSearch: chatSearch,
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true, fills: true },
  component: lazyRouteComponent(() => import("./chat/chat-page.tsx"), "ChatPage"),
});

const room = createRoute({
  getParentRoute: () => chat,
  path: "/$roomId",
  staticData: { focused: true },
  component: lazyRouteComponent(() => import("./chat/room-page.tsx"), "RoomPage"),
});

const scanner = createRoute({
  getParentRoute: () => root,
  path: "/scanner/$showtimeId",
  validateSearch: domainSearch,
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true, focused: true },
  component: lazyRouteComponent(() => import("./pages/scanner/scanner-page.tsx"), "ScannerPage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./pages/account/account-layout.tsx"), "AccountLayout"),
});

const profile = createRoute({
  getParentRoute: () => account,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/account/profile-page.tsx"), "ProfilePage"),
});

const password = createRoute({
  getParentRoute: () => account,
  path: "/password",
  component: lazyRouteComponent(() => import("./pages/account/password-page.tsx"), "PasswordPage"),
});

const sessions = createRoute({
  getParentRoute: () => account,
  path: "/sessions",
  component: lazyRouteComponent(() => import("./pages/account/sessions-page.tsx"), "SessionsPage"),
});

const wishes = createRoute({
  getParentRoute: () => account,
  path: "/notifications",
  component: lazyRouteComponent(() => import("./pages/account/notifications-page.tsx"), "NotificationPreferencesPage"),
});

const notifications = createRoute({
  getParentRoute: () => root,
  path: "/notifications",
  validateSearch: ({ unread }: Record<string, unknown>): { unread?: true | undefined } => (unread === true ? { unread } : {}),
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./pages/notifications/notifications-page.tsx"), "NotificationsPage"),
});

const data = createRoute({
  getParentRoute: () => account,
  path: "/data",
  component: lazyRouteComponent(() => import("./pages/account/data-page.tsx"), "DataPage"),
});

const logIn = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in/log-in-page.tsx"), "LogInPage"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in/register-page.tsx"), "RegisterPage"),
});

const signInReturn = createRoute({
  getParentRoute: () => root,
  path: "/login/return",
  validateSearch: returnSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in/return-page.tsx"), "ReturnPage"),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in/forgot-password-page.tsx"), "ForgotPasswordPage"),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in/reset-password-page.tsx"), "ResetPasswordPage"),
});

export const routeTree = root.addChildren([
  discover,
  listing,
  seats,
  waitingRoom,
  pay,
  booking,
  bookings,
  waitlist,
  chat.addChildren([room]),
  scanner,
  account.addChildren([profile, password, sessions, wishes, data]),
  notifications,
  logIn,
  signInReturn,
  register,
  forgotPassword,
  resetPassword,
  shopRoutes,
  organizerRoutes,
  adminRoutes,
]);
