import type { FC } from "hono/jsx";
import { MailKind } from "../../../contracts/mails.ts";
import { mailboxStyle } from "../mailbox-style.ts";
import { type PreviewBrand, previewBrands } from "./preview-brands.ts";
import type { PreviewedMail } from "./preview-mail.ts";

interface PreviewView {
  brand: PreviewBrand;
  /** The kind that is looked at and its mail, or null. */
  open: { kind: MailKind; mail: PreviewedMail } | null;
}

/** Every kind of mail as a page that works without scripts: a list of links, and the chosen one as HTML beside its text. */
export const previewPage = (view: PreviewView): string => `<!doctype html>${<PreviewPage {...view} />}`;

/** Free of quotes and angle brackets, like the mailbox's. */
const style = `${mailboxStyle}
.both { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 20px; align-items: start; }
.both iframe { height: 1100px; }
.both pre { margin: 20px 0; padding: 20px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); }
.brands { display: flex; flex-wrap: wrap; gap: 16px; margin-left: auto; font-size: 14px; }
.brands a { padding: 8px 0; color: var(--quiet); }
.brands a[aria-current] { color: var(--ink); font-weight: 600; border-bottom: 2px solid var(--accent); }
@media (max-width: 1100px) { .both { grid-template-columns: 1fr; } }
`;

const PreviewPage: FC<PreviewView> = ({ brand, open }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{open === null ? "Mails" : `${open.mail.subject} · Mails`}</title>
      <style>{style}</style>
    </head>
    <body>
      <header>
        <h1>Mails</h1>
        <p>What Marquee writes, with made-up content. Development only.</p>
        <div class="brands">
          {brandNames.map((name) => (
            <a key={name} href={link(open?.kind, name)} {...(name === brand && { "aria-current": "true" })}>
              {previewBrands[name]?.name ?? "Marquee"}
            </a>
          ))}
          <a href="/mailbox">Mailbox</a>
        </div>
      </header>
      <nav aria-label="Kinds of mail">
        <ol>
          {MailKind.options.map((kind) => (
            <li key={kind}>
              <a href={link(kind, brand)} {...(kind === open?.kind && { "aria-current": "true" })}>
                {kind}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <main>{open === null ? <p class="empty">Choose a kind of mail to look at it.</p> : <Mail {...open.mail} />}</main>
    </body>
  </html>
);

const Mail: FC<PreviewedMail> = ({ subject, html, text, attachments }) => (
  <article>
    <h2>{subject}</h2>
    <dl>
      <dt>Attached</dt>
      <dd>{attachments.length === 0 ? "Nothing" : attachments.join(", ")}</dd>
    </dl>
    <div class="both">
      <iframe srcdoc={html} sandbox="" title="The mail as HTML" />
      <pre>{text}</pre>
    </div>
  </article>
);

const brandNames = Object.keys(previewBrands) as PreviewBrand[];

const link = (kind: MailKind | undefined, brand: PreviewBrand): string =>
  `/mailbox/preview${kind === undefined ? "" : `/${kind}`}?${new URLSearchParams({ brand })}`;
