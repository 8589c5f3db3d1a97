import { Hono } from "hono";
import { jobRoutes } from "./admin/jobs/routes.ts";
import { adminRoutes } from "./admin/routes.ts";
import { backupRoutes } from "./backups/routes.ts";
import { afterSaleRoutes } from "./booking/after-sale-routes.ts";
import { doorRoutes } from "./booking/door/routes.ts";
import { bookingRoutes } from "./booking/routes.ts";
import { salesRoutes } from "./booking/sales/routes.ts";
import { ticketOrderRoutes } from "./booking/ticket-orders/routes.ts";
import { ticketRoutes } from "./booking/tickets/routes.ts";
import { waitingRoomRoutes } from "./booking/waiting-room/routes.ts";
import { waitlistRoutes } from "./booking/waitlist/routes.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { showtimeRoutes } from "./catalog/showtime-routes.ts";
import { chatArchiveRoutes } from "./chat/archive-routes.ts";
import { boxOfficeRoutes } from "./chat/box-office/routes.ts";
import { memberRoutes } from "./chat/member-routes.ts";
import { messageRoutes } from "./chat/message-routes.ts";
import { roomSocketRoutes } from "./chat/room-socket-routes.ts";
import { chatRoutes } from "./chat/routes.ts";
import { socketRoutes } from "./chat/socket-routes.ts";
import { mergeAtLogIn } from "./commerce/cart/merge-at-log-in.ts";
import { cartRoutes } from "./commerce/cart/routes.ts";
import { deskRoutes } from "./commerce/desk/routes.ts";
import { orderRoutes } from "./commerce/orders/routes.ts";
import { productFileRoutes } from "./commerce/products/file-routes.ts";
import { productRoutes } from "./commerce/products/routes.ts";
import { promotionRoutes } from "./commerce/promotions/routes.ts";
import { searchAdminRoutes, searchRoutes } from "./commerce/search/routes.ts";
import { frontPage } from "./front-page/front-page.ts";
import { actuatorRoutes } from "./gateway/actuator-routes.ts";
import type { AppEnv } from "./gateway/app-env.ts";
import { configurationRoutes } from "./gateway/config/routes.ts";
import { configToken } from "./gateway/config-token.ts";
import { corsForTenants } from "./gateway/cors.ts";
import type { Endpoint, Endpoints } from "./gateway/endpoint.ts";
import { answerError } from "./gateway/error-answer.ts";
import { etags } from "./gateway/etags.ts";
import { idempotency } from "./gateway/idempotency.ts";
import { loadShedding } from "./gateway/load-shedding.ts";
import { openApiRoutes } from "./gateway/openapi.ts";
import { rateLimit } from "./gateway/rate-limit.ts";
import { bodySizeLimit, requestBody } from "./gateway/request-body.ts";
import { requestContext } from "./gateway/request-context.ts";
import { routeTable } from "./gateway/route-table.ts";
import { gatewayRoutes } from "./gateway/routes.ts";
import { gatheredHeaders } from "./gateway/security-headers.ts";
import { springConfigRoutes } from "./gateway/spring-config/routes.ts";
import { runEndpoint } from "./gateway/validation.ts";
import { codeRoutes } from "./identity/codes/routes.ts";
import { oidcRoutes } from "./identity/oidc/routes.ts";
import { identityRoutes } from "./identity/routes.ts";
import { sessionRoutes } from "./identity/session-routes.ts";
import { userToken } from "./identity/user-token.ts";
import { userRoutes } from "./identity/users/routes.ts";
import { inAppRoutes } from "./notifications/in-app/routes.ts";
import { preferenceRoutes } from "./notifications/preferences/routes.ts";
import { mailPreviewRoutes } from "./notifications/preview/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { suppressionRoutes } from "./notifications/suppressions/routes.ts";
import { unsubscribeRoutes } from "./notifications/unsubscribe-routes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { personalDataRoutes } from "./personal-data/routes.ts";
import { ledgerRoutes } from "./reconciliation/routes.ts";
import { appCredentials } from "./tenants/app-credentials.ts";
import { organizerRoutes } from "./tenants/organizer-routes.ts";
import { tenantRoutes } from "./tenants/routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

const domains: Endpoints[] = [
  gatewayRoutes,
  actuatorRoutes(() => endpoints),
  configurationRoutes,
  springConfigRoutes,
  identityRoutes,
  codeRoutes,
  userRoutes,
  personalDataRoutes,
  sessionRoutes,
  oidcRoutes,
  tenantRoutes,
  organizerRoutes,
  catalogRoutes,
  showtimeRoutes,
  paymentRoutes,
  bookingRoutes,
  salesRoutes,
  ticketRoutes,
  doorRoutes,
  afterSaleRoutes,
  waitingRoomRoutes,
  waitlistRoutes,
  ticketOrderRoutes,
  productRoutes,
  productFileRoutes,
  promotionRoutes,
  deskRoutes,
  orderRoutes,
  cartRoutes,
  searchRoutes,
  searchAdminRoutes,
  chatRoutes,
  memberRoutes,
  messageRoutes,
  boxOfficeRoutes,
  roomSocketRoutes,
  socketRoutes,
  notificationRoutes,
  suppressionRoutes,
  mailPreviewRoutes,
  webhookRoutes,
  inAppRoutes,
  preferenceRoutes,
  unsubscribeRoutes,
  adminRoutes,
  jobRoutes,
  backupRoutes,
  chatArchiveRoutes,
  ledgerRoutes,
];

/** Every endpoint of the platform, in the order in which they are matched. */
export const endpoints: readonly Endpoint[] = [...domains, openApiRoutes(domains)].flatMap((domain) => domain.all);

export const app = new Hono<AppEnv>();
app.onError(answerError);

// The order in which a request is judged: path, app, user, role, body, and only then existence.
app.use(requestContext());
app.use(frontPage());
app.use(gatheredHeaders());
app.use(corsForTenants());
app.use(routeTable(endpoints));
app.use(loadShedding());
app.use(etags());
app.use(appCredentials());
app.use(userToken());
app.use(configToken());
app.use(rateLimit());
app.use(bodySizeLimit());
app.use(requestBody());
app.use(mergeAtLogIn());
app.use(idempotency());
app.all("*", runEndpoint());
