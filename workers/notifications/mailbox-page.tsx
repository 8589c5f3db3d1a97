import type { FC } from "hono/jsx";
import type { Page } from "../../contracts/envelope.ts";
import type { MailboxItem } from "../../contracts/mailbox.ts";
import { mailboxStyle } from "./mailbox-style.ts";

interface MailboxView {
  page: Page<MailboxItem>;
  to: string | undefined;
  cursor: string | undefined;
  /** The mail that is read, or null. */
  open: MailboxItem | null;
}

/** The mailbox as a page that works without scripts: a list of links, and the mail that one of them chose. */
export const mailboxPage = (view: MailboxView): string => `<!doctype html>${<MailboxPage {...view} />}`;

const MailboxPage: FC<MailboxView> = ({ page, to, cursor, open }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{open === null ? "Mailbox" : `${open.subject} · Mailbox`}</title>
      <style>{mailboxStyle}</style>
    </head>
    <body>
      <header>
        <h1>Mailbox</h1>
        <p>
          Mails that this machine would have sent. Development only. <a href="/mailbox/preview">Every kind of mail</a>
        </p>
        <form action="/mailbox">
          <input type="email" name="to" value={to ?? ""} placeholder="Recipient" aria-label="Recipient" />
          <button type="submit">Filter</button>
        </form>
      </header>
      <nav aria-label="Mails">
        {page.items.length === 0 ? (
          <p class="empty">{to === undefined ? "No mail yet. Book a seat and its confirmation lands here." : `No mail for ${to}.`}</p>
        ) : (
          <ol>
            {page.items.map((mail) => (
              <li key={mail.id}>
                <a href={link({ to, cursor, id: mail.id })} {...(mail.id === open?.id && { "aria-current": "true" })}>
                  <b>{mail.subject}</b>
                  <span>{mail.to}</span>
                  <Moment at={mail.createdAt} />
                </a>
              </li>
            ))}
          </ol>
        )}
        {page.nextCursor !== null && (
          <a class="older" href={link({ to, cursor: page.nextCursor })}>
            Older mails
          </a>
        )}
      </nav>
      <main>{open === null ? <p class="empty">Choose a mail to read it.</p> : <Mail {...open} />}</main>
    </body>
  </html>
);

const Mail: FC<MailboxItem> = ({ id, subject, to, kind, text, headers, attachments, createdAt }) => (
  <article>
    <h2>{subject}</h2>
    <dl>
      <dt>To</dt>
      <dd>{to}</dd>
      <dt>Kind</dt>
      <dd>{kind}</dd>
      <dt>Received</dt>
      <dd>
        <Moment at={createdAt} />
      </dd>
      {attachments.length > 0 && (
        <>
          <dt>Attached</dt>
          <dd class="files">
            {attachments.map(({ filename, path }) => (
              <a key={path} href={path}>
                {filename}
              </a>
            ))}
          </dd>
        </>
      )}
    </dl>
    <iframe src={`/mailbox/${id}/html`} sandbox="" title="The mail as HTML" />
    <details>
      <summary>Plain text</summary>
      <pre>{text}</pre>
    </details>
    <details>
      <summary>Headers</summary>
      <dl>
        {Object.entries(headers).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </details>
  </article>
);

/** In UTC: the page has no script that could know the reader's zone. */
const Moment: FC<{ at: string }> = ({ at }) => (
  <span>
    <time datetime={at}>{`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}</time>
  </span>
);

function link(parts: { to: string | undefined; cursor: string | undefined; id?: string }): string {
  const given = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined);
  return `/mailbox?${new URLSearchParams(given)}`;
}
