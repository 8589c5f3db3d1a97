import type { FC } from "hono/jsx";
import type { BookingFailuresMail } from "../../contracts/mails.ts";
import { Block, MailPage, normal, small } from "./mail-page.tsx";

/** The mail that warns the administrator: too many attempts to book fail. */
export function renderBookingFailuresMail({ from, to, threshold, total, codes, apps }: BookingFailuresMail) {
  const subject = `${total} attempts to book failed`;
  const heading = "Attempts to book fail.";
  const when = `From ${moment(from)} to ${moment(to)}: ${total}. You are told from ${threshold} on.`;
  const byCode = codes.map(({ code, failures }) => ({ name: code, failures }));
  const byApp = apps.map(({ name, appId, failures }) => ({ name: name === appId ? appId : `${name} (${appId})`, failures }));
  const what = "Seats that somebody else had are not counted. The log has a line for each attempt; look for “booking attempt”.";
  const reason = "You get this mail as the platform's administrator, at most once an hour. The configuration of marquee sets the limit.";
  const lines = (rows: Row[]) => rows.map(({ name, failures }) => `${name}: ${failures}`);
  return {
    subject,
    html: `<!doctype html>${(
      <MailPage title={subject} heading={heading} reason={reason}>
        <Block>
          <p style={normal}>{when}</p>
        </Block>
        <Counts title="By code" rows={byCode} />
        <Counts title="By app" rows={byApp} />
        <Block>
          <p style={normal}>{what}</p>
        </Block>
      </MailPage>
    )}`,
    text: [heading, "", when, "", "By code", ...lines(byCode), "", "By app", ...lines(byApp), "", what, "", reason, ""].join("\n"),
  };
}

interface Row {
  name: string;
  failures: number;
}

const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

const Counts: FC<{ title: string; rows: Row[] }> = ({ title, rows }) => (
  <Block>
    <p style={small}>{title}</p>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
      {rows.map(({ name, failures }) => (
        <tr key={name}>
          <td style={`${normal}; padding: 4px 0`}>{name}</td>
          <td align="right" style={`${normal}; padding: 4px 0 4px 16px`}>
            {String(failures)}
          </td>
        </tr>
      ))}
    </table>
  </Block>
);
