import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "../root-route.ts";
import { onlySignedIn } from "../session/only-signed-in.ts";
import { organizerSearch } from "./organizer-search.ts";

/** The addresses of those who put something on. They are all of it that every visitor loads; the pages are chunks of their own. */
const organizer = createRoute({
  getParentRoute: () => root,
  id: "organizer",
  validateSearch: organizerSearch,
  beforeLoad: onlySignedIn,
  staticData: { signedIn: true },
});

const mine = createRoute({
  getParentRoute: () => organizer,
  path: "/events/my",
  component: lazyRouteComponent(() => import("./pages/my-events-page.tsx"), "MyEventsPage"),
});

const create = createRoute({
  getParentRoute: () => organizer,
  path: "/events/create",
  component: lazyRouteComponent(() => import("./pages/create-event-page.tsx"), "CreateEventPage"),
});

const listing = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/events/$id",
  component: lazyRouteComponent(() => import("./pages/event-page.tsx"), "EventPage"),
});

const newShowtime = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/events/$id/showtimes/new",
  component: lazyRouteComponent(() => import("./pages/new-showtime-page.tsx"), "NewShowtimePage"),
});

const showtime = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/showtimes/$id",
  component: lazyRouteComponent(() => import("./pages/showtime-page.tsx"), "ShowtimePage"),
});

const editShowtime = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/showtimes/$id/edit",
  component: lazyRouteComponent(() => import("./pages/edit-showtime-page.tsx"), "EditShowtimePage"),
});

const newVenue = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/venues/new",
  staticData: { focused: true, fills: true },
  component: lazyRouteComponent(() => import("./editor/editor-page.tsx"), "NewVenuePage"),
});

const editVenue = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/venues/$id/edit",
  staticData: { focused: true, fills: true },
  component: lazyRouteComponent(() => import("./editor/editor-page.tsx"), "EditVenuePage"),
});

const products = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/products",
  component: lazyRouteComponent(() => import("./shop/pages/products-page.tsx"), "ProductsPage"),
});

const newProduct = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/products/new",
  component: lazyRouteComponent(() => import("./shop/pages/product-page.tsx"), "NewProductPage"),
});

const importProducts = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/products/import",
  component: lazyRouteComponent(() => import("./shop/pages/import-page.tsx"), "ImportPage"),
});

const product = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/products/$id",
  component: lazyRouteComponent(() => import("./shop/pages/product-page.tsx"), "ProductPage"),
});

const orders = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/orders",
  component: lazyRouteComponent(() => import("./shop/pages/desk-page.tsx"), "DeskPage"),
});

const packing = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/orders/packing",
  component: lazyRouteComponent(() => import("./shop/pages/packing-page.tsx"), "PackingPage"),
});

const order = createRoute({
  getParentRoute: () => organizer,
  path: "/organizer/orders/$id",
  component: lazyRouteComponent(() => import("./shop/pages/desk-order-page.tsx"), "DeskOrderPage"),
});

export const organizerRoutes = organizer.addChildren([
  mine,
  create,
  listing,
  newShowtime,
  showtime,
  editShowtime,
  newVenue,
  editVenue,
  products,
  newProduct,
  importProducts,
  product,
  orders,
  packing,
  order,
]);
