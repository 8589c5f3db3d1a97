import type { Context } from "hono";
import { z } from "zod";
import { pageOf } from "../../contracts/envelope.ts";
import { MailboxItem, MailboxQuery, MailId } from "../../contracts/mailbox.ts";
import type { AppEnv } from "../gateway/app-env.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { mailboxPage } from "./mailbox-page.tsx";
import { findMail, listMailbox } from "./read-mailbox.ts";

export const notificationRoutes = new Endpoints("Notifications");

/** The mailbox holds everybody's mail, so nowhere but on a laptop does it exist. */
function onlyOnThisMachine(ctx: Ctx): void {
  if (ctx.env.ENVIRONMENT !== "local") throw new AppError("ROUTE_NOT_FOUND");
}

notificationRoutes.get(
  "/mailbox",
  {
    operationId: "readMailbox",
    summary: "The mails that were sent, on a development machine",
    description:
      "A page; with `Accept: application/json` the mails, newest first. Elsewhere than on a development machine there is no such path.",
    access: "open",
    guard: onlyOnThisMachine,
    query: MailboxQuery,
    answer: z.object({ success: z.literal(true), data: pageOf(MailboxItem) }).meta({
      example: { success: true, data: { items: [], nextCursor: null } },
    }),
    errors: ["ROUTE_NOT_FOUND"],
    style: "raw",
  },
  async (ctx, { query }, c) => {
    c.header("Vary", "Accept", { append: true });
    const page = await listMailbox(ctx.db, query);
    if (c.req.header("accept")?.includes("application/json")) return c.json({ success: true, data: page });
    const open = query.id === undefined ? null : await findMail(ctx.db, query.id);
    return html(c, mailboxPage({ page, to: query.to, cursor: query.cursor, open }), "");
  },
);

notificationRoutes.get(
  "/mailbox/{id}/html",
  {
    operationId: "readMailAsHtml",
    summary: "One mail as a mail program would show it, on a development machine",
    access: "open",
    guard: onlyOnThisMachine,
    params: z.strictObject({ id: MailId }),
    answer: { mediaType: "text/html", description: "The mail's HTML, without scripts." },
    errors: ["ROUTE_NOT_FOUND"],
    style: "raw",
  },
  async (ctx, { params }, c) => {
    const mail = await findMail(ctx.db, params.id);
    if (mail === null) throw new AppError("ROUTE_NOT_FOUND");
    return html(c, mail.html, "; sandbox");
  },
);

/** The gateway's policy for what it answers forbids all styles and frames; a page brings its own. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

function html(c: Context<AppEnv>, page: string, stricter: "" | "; sandbox"): Response {
  c.header("Content-Security-Policy", pagePolicy + stricter);
  c.header("X-Frame-Options", "SAMEORIGIN");
  c.header("Cache-Control", "no-store");
  return c.html(page);
}
