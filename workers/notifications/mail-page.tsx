import type { Child, FC } from "hono/jsx";

/** The web app's day scheme; mail programs know neither its variables nor oklch. */
export const day = {
  ground: "#fdfaf4",
  raised: "#ffffff",
  line: "#e2ded5",
  ink: "#1c1923",
  quiet: "#5c5865",
  accent: "#cf7604",
  accentText: "#ad5600",
};
const sans = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** Styles of a paragraph: what is said, and what is said beside it. */
export const normal = "margin: 0; font-size: 16px; line-height: 24px";
export const small = `margin: 0; font-size: 14px; line-height: 21px; color: ${day.quiet}`;

interface Frame {
  title: string;
  heading: string;
  /** Why somebody gets this mail. */
  reason: string;
  /** `Block`s, for the card in the middle. */
  children?: Child;
}

/** A whole mail: the name, a heading, a card, and below it the reason. It needs no image and nothing from elsewhere. */
export const MailPage: FC<Frame> = ({ title, heading, reason, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta name="color-scheme" content="light" />
      <title>{title}</title>
    </head>
    <body style={`margin: 0; padding: 0; background: ${day.ground}; color: ${day.ink}; font-family: ${sans}`}>
      <Column background={day.ground}>
        <tr>
          <td style="padding: 32px 24px 16px">
            <p style={`margin: 0; font-size: 16px; font-weight: 700; color: ${day.accentText}`}>Marquee</p>
            <h1 style="margin: 16px 0 0; font-size: 28px; line-height: 34px">{heading}</h1>
          </td>
        </tr>
        <tr>
          <td style="padding: 0 24px">
            <Column background={day.raised} border={`1px solid ${day.line}; border-top: 4px solid ${day.accent}; border-radius: 12px`}>
              {children}
            </Column>
          </td>
        </tr>
        <tr>
          <td style="padding: 16px 24px 40px">
            <p style={small}>{reason}</p>
          </td>
        </tr>
      </Column>
    </body>
  </html>
);

/** One centred column of at most 600 px: a table, because that is what every mail program lays out alike. */
const Column: FC<{ background: string; border?: string; children?: Child }> = ({ background, border, children }) => (
  <table
    role="presentation"
    align="center"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style={`max-width: 600px; margin: 0 auto; background: ${background}${border === undefined ? "" : `; border: ${border}; border-collapse: separate`}`}
  >
    {children}
  </table>
);

export const Block: FC<{ children?: Child }> = ({ children }) => (
  <tr>
    <td style="padding: 16px 24px">{children}</td>
  </tr>
);
