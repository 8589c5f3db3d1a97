import { z } from "zod";
import {
  AdminBookingPage,
  AdminBookingQuery,
  AdminUserQuery,
  AuditPage,
  AuditQuery,
  DeadLetterAnswer,
  DeadLetterId,
  DeadLetterPage,
  DeadLetterQuery,
} from "../../contracts/admin.ts";
import { Analytics, AnalyticsQuery } from "../../contracts/analytics.ts";
import { AdminFacts, AdminLogin, AdminToken } from "../../contracts/identity.ts";
import { Erased, UserPage, UserRecordAnswer } from "../../contracts/users.ts";
import { Id } from "../../contracts/values.ts";
import { csvFile, everyPage, wantsCsv } from "../gateway/csv.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { respond } from "../gateway/respond.ts";
import { bearerExpiry } from "../identity/user-token.ts";
import { listUsers } from "../identity/users/list-users.ts";
import { readUserForAdmin } from "../identity/users/read-users.ts";
import { eraseUser } from "../personal-data/erase-user.ts";
import { analyticsFile } from "./analytics-file.ts";
import { listAudit } from "./list-audit.ts";
import { listBookings } from "./list-bookings.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { auditCells, auditColumns, bookingCells, bookingColumns, userCells, userColumns } from "./list-files.ts";
import { logInAdmin } from "./log-in-admin.ts";
import { readAnalytics } from "./read-analytics.ts";
import { readMetrics } from "./read-metrics.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";

export const adminRoutes = new Endpoints("Admin");

const userParams = z.strictObject({ id: Id });
const asFile = "`?format=csv` or `Accept: text/csv` answers a file of at most 50,000 rows: RFC 4180, and nothing in it is a formula.";

adminRoutes.post(
  "/api/v1/admin/login",
  {
    operationId: "logInAdmin",
    summary: "Sign in as the platform's owner",
    access: "open",
    body: AdminLogin,
    answer: AdminToken,
    errors: ["BAD_CREDENTIALS", "ACCOUNT_LOCKED"],
    rate: "auth",
    idempotency: "none",
  },
  (ctx, { body }) => logInAdmin(ctx, body),
);

adminRoutes.get(
  "/api/v1/admin/verify",
  { operationId: "verifyAdmin", summary: "Whether an admin token is good, and for how long", access: "admin", answer: AdminFacts },
  async (ctx, _input, c) => ({ email: ctx.actor.email, expiresAt: bearerExpiry(c) }),
);

adminRoutes.get(
  "/api/v1/admin/users",
  {
    operationId: "listUsersAsAdmin",
    summary: "People",
    description: `The newest first, or by page, size and sort with a total. ${asFile} The file is sorted by the time of registration.`,
    access: "admin",
    query: AdminUserQuery,
    answer: UserPage,
  },
  async (ctx, { query: { format, ...query } }, c) => {
    if (!wantsCsv(c, format)) return listUsers(ctx, query);
    const { q, cursor } = query;
    return csvFile(
      c,
      "users",
      userColumns,
      everyPage(cursor, (page) => listUsers(ctx, { ...page, ...(q !== undefined && { q }) }), userCells),
    );
  },
);

adminRoutes.get(
  "/api/v1/admin/users/{id}",
  {
    operationId: "getUserAsAdmin",
    summary: "A person",
    access: "admin",
    params: userParams,
    answer: UserRecordAnswer,
    errors: ["USER_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ user: await readUserForAdmin(ctx, params.id) }),
);

adminRoutes.delete(
  "/api/v1/admin/users/{id}",
  {
    operationId: "eraseUserAsAdmin",
    summary: "Erase a person",
    description: "As a person can do it: bookings and payments stay in the ledger, under an id that leads to nobody; all else goes.",
    access: "admin",
    params: userParams,
    answer: Erased,
    errors: ["USER_NOT_FOUND"],
  },
  (ctx, { params }) => eraseUser(ctx, params.id),
);

adminRoutes.get(
  "/api/v1/admin/bookings",
  {
    operationId: "listBookingsAsAdmin",
    summary: "Bookings of all apps, the newest first",
    description: asFile,
    access: "admin",
    query: AdminBookingQuery,
    answer: AdminBookingPage,
  },
  async (ctx, { query }, c) =>
    wantsCsv(c, query.format)
      ? csvFile(
          c,
          "bookings",
          bookingColumns,
          everyPage(query.cursor, (page) => listBookings(ctx, { ...query, ...page }), bookingCells),
        )
      : listBookings(ctx, query),
);

adminRoutes.get(
  "/api/v1/admin/audit",
  {
    operationId: "listAudit",
    summary: "Who did what to what, from where, before and after",
    description: `The newest first; nothing in it can be changed or deleted. ${asFile}`,
    access: "admin",
    query: AuditQuery,
    answer: AuditPage,
  },
  async (ctx, { query }, c) =>
    wantsCsv(c, query.format)
      ? csvFile(
          c,
          "audit",
          auditColumns,
          everyPage(query.cursor, (page) => listAudit(ctx, { ...query, ...page }), auditCells),
        )
      : listAudit(ctx, query),
);

adminRoutes.get(
  "/api/v1/admin/dead-letters",
  {
    operationId: "listDeadLetters",
    summary: "Messages that failed every time, the newest first",
    description: "What is secret or personal in a body is blanked out.",
    access: "admin",
    query: DeadLetterQuery,
    answer: DeadLetterPage,
  },
  (ctx, { query }) => listDeadLetters(ctx, query),
);

adminRoutes.post(
  "/api/v1/admin/dead-letters/{id}/replay",
  {
    operationId: "replayDeadLetter",
    summary: "Put a message back on its queue",
    description: "Once. If it fails again, it comes back as another dead letter.",
    access: "admin",
    params: z.strictObject({ id: DeadLetterId }),
    answer: DeadLetterAnswer,
    errors: ["DEAD_LETTER_NOT_FOUND", "ALREADY_REPLAYED"],
  },
  async (ctx, { params }) => ({ deadLetter: await replayDeadLetter(ctx, params) }),
);

adminRoutes.get(
  "/api/v1/admin/analytics",
  {
    operationId: "readAnalytics",
    summary: "Sales, conversion, contention, occupancy and requests, by day, domain and app",
    description: `Days in UTC, \`from\` and \`to\` both counted, at most 366; without them the last 30. ${asFile} It has a line for each day and app.`,
    access: "admin",
    query: AnalyticsQuery,
    answer: Analytics,
  },
  async (ctx, { query }, c) => {
    if (!wantsCsv(c, query.format)) return readAnalytics(ctx, query);
    const { columns, pages } = await analyticsFile(ctx, query);
    return csvFile(c, "analytics", columns, pages);
  },
);

adminRoutes.get(
  "/actuator/prometheus",
  {
    operationId: "readMetrics",
    summary: "The platform's metrics, for Prometheus to scrape",
    description: "The text exposition format, version 0.0.4. docs/monitoring has a scrape configuration, alert rules and a dashboard.",
    access: "admin",
    answer: { mediaType: "text/plain", description: "The metrics." },
    style: "raw",
  },
  async (ctx, _input, c) =>
    respond(c, await readMetrics(ctx), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" }),
);
