import { z } from "zod";
import { pageOf } from "../../contracts/envelope.ts";
import { MailAttachmentParams, MailboxItem, MailboxQuery, MailId } from "../../contracts/mailbox.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { respond } from "../gateway/respond.ts";
import { AppError } from "../platform/app-error.ts";
import { attachmentNames } from "./attachments/attachment-names.ts";
import { attachmentsOf } from "./attachments/attachments-of.ts";
import { localPage, onlyOnThisMachine } from "./local-page.ts";
import { mailboxPage } from "./mailbox-page.tsx";
import { findMail, findMailSource, htmlWithPictures, listMailbox } from "./read-mailbox.ts";

export const notificationRoutes = new Endpoints("Notifications");

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
    return localPage(c, mailboxPage({ page, to: query.to, cursor: query.cursor, open }));
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
    const [mail, source] = await Promise.all([findMail(ctx.db, params.id), findMailSource(ctx.db, params.id)]);
    if (mail === null) throw new AppError("ROUTE_NOT_FOUND");
    const names = source === null ? [] : attachmentNames(source.kind, source.payload);
    return localPage(c, htmlWithPictures(mail.html, params.id, names), "; sandbox");
  },
);

notificationRoutes.get(
  "/mailbox/{id}/attachments/{n}",
  {
    operationId: "readMailAttachment",
    summary: "A file that a mail takes along, on a development machine",
    description: "Made at this moment: of a booking that has changed since it is another one, or none.",
    access: "open",
    guard: onlyOnThisMachine,
    params: MailAttachmentParams,
    answer: { mediaType: "application/octet-stream", description: "The file, under its own media type." },
    errors: ["ROUTE_NOT_FOUND"],
    style: "raw",
  },
  async (ctx, { params }, c) => {
    const source = await findMailSource(ctx.db, params.id);
    const name = source === null ? undefined : attachmentNames(source.kind, source.payload)[Number(params.n)];
    if (source === null || name === undefined) throw new AppError("ROUTE_NOT_FOUND");
    const files = await attachmentsOf(ctx.env, source.kind, source.payload, ctx.now);
    const file = files.find(({ filename }) => filename === name.filename);
    if (file === undefined) throw new AppError("ROUTE_NOT_FOUND");
    return respond(c, file.content, 200, {
      "content-type": file.mediaType,
      "content-disposition": `inline; filename="${file.filename}"`,
      "cache-control": "no-store",
    });
  },
);
