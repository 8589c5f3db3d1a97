import { z } from "zod";
import { MailKind } from "../../../contracts/mails.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { localPage, onlyOnThisMachine } from "../local-page.ts";
import { previewMail } from "./preview-mail.ts";
import { previewPage } from "./preview-page.tsx";

export const mailPreviewRoutes = new Endpoints("Notifications");

/** In whose name the mails are shown. */
const PreviewQuery = z.strictObject({ brand: z.enum(["marquee", "theatre", "sunny"]).default("theatre") });
const page = { mediaType: "text/html", description: "A page without scripts." } as const;

mailPreviewRoutes.get(
  "/mailbox/preview",
  {
    operationId: "previewMails",
    summary: "Every kind of mail, on a development machine",
    access: "open",
    guard: onlyOnThisMachine,
    query: PreviewQuery,
    answer: page,
    errors: ["ROUTE_NOT_FOUND"],
    style: "raw",
  },
  async (_ctx, { query: { brand } }, c) => localPage(c, previewPage({ brand, open: null })),
);

mailPreviewRoutes.get(
  "/mailbox/preview/{kind}",
  {
    operationId: "previewMail",
    summary: "One kind of mail, as HTML beside its text, on a development machine",
    access: "open",
    guard: onlyOnThisMachine,
    params: z.strictObject({ kind: MailKind }),
    query: PreviewQuery,
    answer: page,
    errors: ["ROUTE_NOT_FOUND"],
    style: "raw",
  },
  async (_ctx, { params: { kind }, query: { brand } }, c) =>
    localPage(c, previewPage({ brand, open: { kind, mail: await previewMail(kind, brand) } })),
);
