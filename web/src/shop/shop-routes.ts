import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "../root-route.ts";
import { onlySignedIn } from "../session/only-signed-in.ts";
import { shopSearch } from "./shop-search.ts";

/** The addresses of the shop. They are all of it that every visitor loads; the pages are chunks of their own. */
const shop = createRoute({ getParentRoute: () => root, id: "shop", validateSearch: shopSearch });

const products = createRoute({
  getParentRoute: () => shop,
  path: "/shop",
  component: lazyRouteComponent(() => import("./products/shop-page.tsx"), "ShopPage"),
});

const product = createRoute({
  getParentRoute: () => shop,
  path: "/shop/$id",
  component: lazyRouteComponent(() => import("./products/product-page.tsx"), "ProductPage"),
});

const own = { getParentRoute: () => shop, beforeLoad: onlySignedIn };

const checkout = createRoute({
  ...own,
  path: "/checkout",
  staticData: { signedIn: true, focused: true },
  component: lazyRouteComponent(() => import("./checkout/checkout-page.tsx"), "CheckoutPage"),
});

const orders = createRoute({
  ...own,
  path: "/orders",
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./orders/orders-page.tsx"), "OrdersPage"),
});

const order = createRoute({
  ...own,
  path: "/orders/$id",
  staticData: { signedIn: true },
  component: lazyRouteComponent(() => import("./orders/order-page.tsx"), "OrderPage"),
});

export const shopRoutes = shop.addChildren([products, product, checkout, orders, order]);
