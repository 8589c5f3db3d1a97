import type { Child, FC } from "hono/jsx";
import type { Brand } from "../../../contracts/mails.ts";
import { BlockView } from "./block-view.tsx";
import { footerOf } from "./footer.ts";
import type { MailContent, MailFrame } from "./mail-content.ts";
import { day, type Palette, paletteOf } from "./palette.ts";
import { sans, small } from "./styles.ts";

/** A mail as HTML, for every mail program: tables, styles beside what they are for, the day scheme, and no picture that it needs to be read. */
export const mailHtml = (content: MailContent, frame: MailFrame): string =>
  `<!doctype html>${<MailPage content={content} frame={frame} />}`;

const MailPage: FC<{ content: MailContent; frame: MailFrame }> = ({ content: { subject, heading, blocks, reason }, frame }) => {
  const palette = paletteOf(frame.brand?.color ?? null);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light" />
        <title>{subject}</title>
      </head>
      <body style={`margin: 0; padding: 0; background: ${day.ground}; color: ${day.ink}; font-family: ${sans}`}>
        <Column background={day.ground}>
          <tr>
            <td style="padding: 32px 16px 16px">
              <Name brand={frame.brand} palette={palette} />
              <h1 style="margin: 16px 0 0; font-size: 28px; line-height: 34px; overflow-wrap: anywhere">{heading}</h1>
            </td>
          </tr>
          <tr>
            <td style="padding: 0 16px">
              <Column
                background={day.raised}
                border={`1px solid ${day.line}; border-top: 4px solid ${palette.accent}; border-radius: 12px`}
              >
                <tr>
                  <td style="padding: 8px 0">
                    {blocks.map((block, place) => (
                      // A mail is written once and never changes: its places are keys enough.
                      // biome-ignore lint/suspicious/noArrayIndexKey: two blocks may be of one kind.
                      <BlockView key={place} block={block} palette={palette} />
                    ))}
                  </td>
                </tr>
              </Column>
            </td>
          </tr>
          <tr>
            <td style="padding: 16px 16px 40px">
              <Footer reason={reason} frame={frame} palette={palette} />
            </td>
          </tr>
        </Column>
      </body>
    </html>
  );
};

/** Whose mail it is: a logo that says the name where pictures are not shown, or the name. */
const Name: FC<{ brand: Brand | null; palette: Palette }> = ({ brand, palette }) => {
  const style = `font-size: 16px; line-height: 24px; font-weight: 700; color: ${palette.accentText}`;
  const name = brand?.name ?? "Marquee";
  if (brand?.logoUrl == null) return <p style={`margin: 0; ${style}`}>{name}</p>;
  return (
    <img
      src={brand.logoUrl}
      alt={name}
      height="48"
      style={`display: block; height: 48px; max-width: 280px; border: 0; object-fit: contain; object-position: left; ${style}`}
    />
  );
};

const Footer: FC<{ reason: string; frame: MailFrame; palette: Palette }> = ({ reason, frame, palette }) => {
  const { said, links } = footerOf(frame);
  return (
    <>
      {[reason, ...said].map((line) => (
        <p key={line} style={small}>
          {line}
        </p>
      ))}
      {links.length > 0 && (
        <p style={`${small}; padding-top: 8px`}>
          {links.map(({ label, url }, place) => (
            <>
              {place > 0 && " · "}
              <a href={url} style={`color: ${palette.accentText}; white-space: nowrap`}>
                {label}
              </a>
            </>
          ))}
        </p>
      )}
    </>
  );
};

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
