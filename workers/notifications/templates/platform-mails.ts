import { BookingFailuresMail, WebhookDisabledMail } from "../../../contracts/mails.ts";
import type { MailBlock, MailContent } from "./mail-content.ts";

/** The mail that warns the administrator: too many attempts to book fail. */
export function bookingFailuresMail(payload: unknown): MailContent {
  const { from, to, threshold, total, codes, apps } = BookingFailuresMail.parse(payload);
  return {
    subject: `${total} attempts to book failed`,
    heading: "Attempts to book fail.",
    blocks: [
      { block: "said", lines: [`From ${moment(from)} to ${moment(to)}: ${total}. You are told from ${threshold} on.`] },
      counts(
        "By code",
        codes.map(({ code, failures }) => ({ name: code, failures })),
      ),
      counts(
        "By app",
        apps.map(({ name, appId, failures }) => ({ name: name === appId ? appId : `${name} (${appId})`, failures })),
      ),
      {
        block: "said",
        lines: ["Seats that somebody else had are not counted. The log has a line for each attempt; look for “booking attempt”."],
      },
    ],
    reason: "You get this mail as the platform's administrator, at most once an hour. The configuration of marquee sets the limit.",
  };
}

/** The mail that tells a tenant that its endpoint hears nothing any more. */
export function webhookDisabledMail(payload: unknown): MailContent {
  const { appName, url, endpointId, reason, failingSince, lastError } = WebhookDisabledMail.parse(payload);
  return {
    subject: `A webhook of ${appName} is switched off`,
    heading: "A webhook endpoint is switched off.",
    blocks: [
      { block: "said", lines: [why[reason], "From now on it is told nothing. What happens until it is enabled again is not sent later."] },
      {
        block: "facts",
        title: "The endpoint",
        facts: [
          { name: "App", value: appName },
          { name: "URL", value: url },
          { name: "Endpoint", value: endpointId },
          ...(failingSince === null ? [] : [{ name: "Failing since", value: moment(failingSince) }]),
          ...(lastError === null ? [] : [{ name: "Last attempt", value: lastError }]),
        ],
      },
      {
        block: "said",
        lines: [
          "Mend the receiver, then enable the endpoint: PATCH /api/v1/webhook-endpoints/" +
            endpointId +
            ' with {"status": "ENABLED"}, or on the app\'s page.',
          "What was not delivered is in the endpoint's list of deliveries and can be sent again from there.",
        ],
      },
    ],
    reason: `You get this mail because you are named as the contact of ${appName}.`,
  };
}

const why: Record<WebhookDisabledMail["reason"], string> = {
  GONE: "It answered 410 Gone, which asks us to stop.",
  FAILING: "Nothing was delivered to it for days, although we tried again and again.",
};

const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

const counts = (title: string, rows: readonly { name: string; failures: number }[]): MailBlock => ({
  block: "table",
  title,
  rows: rows.map(({ name, failures }) => ({ name, value: String(failures) })),
});
