import {
  MailNews,
  MailNewsReceipt,
  MailSuppressionAnswer,
  MailSuppressionPage,
  MailSuppressionParams,
  MailSuppressionQuery,
} from "../../../contracts/mail-suppressions.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { deleteSuppression } from "./delete-suppression.ts";
import { listMailSuppressions } from "./read.ts";
import { takeMailNews } from "./take-mail-news.ts";

export const suppressionRoutes = new Endpoints("Notifications");

suppressionRoutes.post(
  "/api/v1/webhooks/mail",
  {
    operationId: "receiveMailWebhook",
    summary: "What the mail provider has to say",
    description:
      "Signed by the Standard Webhooks specification with the provider's secret (its `svix-` headers do too). An address that bounced for good, or whose owner complained, gets no more mail; other types are received and left alone. Repeated deliveries are safe.",
    access: "open",
    body: MailNews,
    answer: MailNewsReceipt,
    errors: ["SIGNATURE_INVALID"],
    idempotency: "none",
  },
  async (ctx, _input, c) => {
    await takeMailNews(ctx, { headers: c.req.raw.headers, body: c.get("bodyText") });
    return { received: true as const };
  },
);

suppressionRoutes.get(
  "/api/v1/admin/mail-suppressions",
  {
    operationId: "listMailSuppressions",
    summary: "Addresses that get no mail",
    description: "The newest first; `q`: those that begin so.",
    access: "admin",
    query: MailSuppressionQuery,
    answer: MailSuppressionPage,
  },
  (ctx, { query }) => listMailSuppressions(ctx, query),
);

suppressionRoutes.delete(
  "/api/v1/admin/mail-suppressions/{address}",
  {
    operationId: "deleteMailSuppression",
    summary: "Send mails to an address again",
    description: "For whoever has mended their mailbox. Mails that were left unsent stay so.",
    access: "admin",
    params: MailSuppressionParams,
    answer: MailSuppressionAnswer,
    errors: ["SUPPRESSION_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ suppression: await deleteSuppression(ctx, params) }),
);
