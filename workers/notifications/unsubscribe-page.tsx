import type { FC, PropsWithChildren } from "hono/jsx";
import { errors } from "../../contracts/errors.ts";
import type { NotificationTopic } from "../../contracts/notifications.ts";
import type { Standing } from "./unsubscribe.ts";
import { unsubscribePath } from "./unsubscribe-token.ts";

interface PageView {
  /** Null: the link is not one of ours. */
  standing: Standing | null;
  token: string;
  /** Whether something was changed just now. */
  changed: boolean;
  /** The settings in the web app, or null where nobody knows where that is. */
  settings: string | null;
  /** What the page's style is allowed by. */
  nonce: string;
}

/** The page behind a mail's link: what it is about, and one button. It works without scripts. */
export const unsubscribePage = (view: PageView): string => `<!doctype html>${<UnsubscribePage {...view} />}`;

const UnsubscribePage: FC<PageView> = ({ standing, settings, nonce, ...view }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>Mails from Marquee</title>
      <style nonce={nonce}>{style}</style>
    </head>
    <body>
      <main>
        {standing === null ? <Unknown /> : <Known standing={standing} {...view} />}
        {settings !== null && (
          <p class="quiet">
            <a href={settings}>All your settings</a>
          </p>
        )}
      </main>
    </body>
  </html>
);

const Unknown: FC = () => (
  <>
    <h1>This link does not work</h1>
    <p>{errors.UNSUBSCRIBE_TOKEN_INVALID[1]}</p>
  </>
);

const Known: FC<Pick<PageView, "token" | "changed"> & { standing: Standing }> = ({
  standing: { topic, person, wanted },
  token,
  changed,
}) => {
  if (person === null) {
    return (
      <>
        <h1>There is nothing left to do</h1>
        <p>This account is gone, and gets no mail.</p>
      </>
    );
  }
  const mails = mailsAbout[topic];
  const to = masked(person.email);
  if (!wanted) {
    return (
      <>
        <h1>{changed ? "Done" : "These mails are off"}</h1>
        <p>
          {mails} are not sent to <b>{to}</b> any more.
        </p>
        <Form token={token} undo={true}>
          Send them again
        </Form>
      </>
    );
  }
  return (
    <>
      <h1>{changed ? "They will be sent again" : "No more of these mails?"}</h1>
      <p>
        {mails} are sent to <b>{to}</b>.
      </p>
      <Form token={token} undo={false}>
        Send me none of them
      </Form>
    </>
  );
};

const Form: FC<PropsWithChildren<{ token: string; undo: boolean }>> = ({ token, undo, children }) => (
  <form method="post" action={`${unsubscribePath}?token=${encodeURIComponent(token)}`}>
    {undo && <input type="hidden" name="undo" value="1" />}
    <button type="submit">{children}</button>
  </form>
);

const mailsAbout: Record<NotificationTopic, string> = {
  bookings: "Mails about your bookings",
  payments: "Mails about payments",
  orders: "Mails about your orders",
  waitlist: "Mails about seats that you wait for",
  reminders: "Reminders of what you have booked",
  weekend: "Mails about what is on at the weekend",
  messages: "Mails about messages that you have not read",
  account: "Mails about your account",
};

/** Enough for whoever it belongs to: a mail that was passed on shows nobody else's address. */
function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}

const style = `
:root { color-scheme: light dark; --ground: #fdfaf4; --ink: #1c1923; --quiet: #5c5865; --raised: #ffffff; --line: #e2ded5; }
@media (prefers-color-scheme: dark) { :root { --ground: #17151c; --ink: #f2eee6; --quiet: #a9a4b3; --raised: #211e28; --line: #37333f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 460px; padding: 32px; background: var(--raised); border: 1px solid var(--line); border-radius: 16px; }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.2; text-wrap: balance; }
p { margin: 0 0 20px; overflow-wrap: anywhere; }
b { display: inline-block; max-width: 100%; }
button { width: 100%; min-height: 48px; border: 0; border-radius: 10px; background: var(--ink); color: var(--raised); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid #cf7604; outline-offset: 2px; }
a { color: inherit; }
.quiet { margin: 20px 0 0; color: var(--quiet); font-size: 15px; }
`;
