import type { Child, FC } from "hono/jsx";
import type { MailBlock, Row, Sum, Visit } from "./mail-content.ts";
import { day, type Palette } from "./palette.ts";
import { wordsOfShow } from "./show-words.ts";
import { normal, small } from "./styles.ts";

type Of<Name extends MailBlock["block"]> = Extract<MailBlock, { block: Name }>;

/** A block of a mail as HTML. */
export const BlockView: FC<{ block: MailBlock; palette: Palette }> = ({ block, palette }) => {
  switch (block.block) {
    case "said":
      return <Padded when={block.lines.length > 0}>{paragraphs(block.lines, `${normal}; padding-bottom: 4px`)}</Padded>;
    case "number":
      return <Shown before={block.label} big={block.value} note={block.note} size="font-size: 24px; line-height: 32px" />;
    case "code":
      return (
        <Shown before={block.before} big={block.code} note={block.note} size="font-size: 40px; line-height: 48px; letter-spacing: 6px" />
      );
    case "show":
      return <Show {...block} />;
    case "table":
      return <Listed {...block} palette={palette} />;
    case "facts":
      return <Facts {...block} />;
    case "lines":
      return (
        <Padded when={block.lines.length > 0}>
          <p style={small}>{block.title}</p>
          {paragraphs(block.lines, normal)}
        </Padded>
      );
    case "visits":
      return <Visits {...block} palette={palette} />;
    case "tickets":
      return <Tickets {...block} />;
    case "button":
      return <Button {...block} palette={palette} />;
  }
};

const Padded: FC<{ when?: boolean; children?: Child }> = ({ when = true, children }) =>
  when ? <div style="padding: 12px 20px">{children}</div> : null;

const paragraphs = (lines: readonly string[], style: string) =>
  lines.map((line) => (
    <p key={line} style={style}>
      {line}
    </p>
  ));

const Shown: FC<{ before: string; big: string; note: string; size: string }> = ({ before, big, note, size }) => (
  <Padded>
    <p style={small}>{before}</p>
    <p style={`margin: 4px 0; font-weight: 700; overflow-wrap: anywhere; ${size}`}>{big}</p>
    <p style={small}>{note}</p>
  </Padded>
);

const Show: FC<Of<"show">> = (block) => {
  const { title, time, zone, place, before } = wordsOfShow(block.show, block.before);
  return (
    <Padded>
      <h2 style="margin: 0 0 8px; font-size: 20px; line-height: 26px; overflow-wrap: anywhere">{title}</h2>
      <p style={before === null ? normal : `${normal}; font-weight: 700`}>{time}</p>
      {before !== null && <p style={`${normal}; color: ${day.quiet}; text-decoration: line-through`}>{before}</p>}
      <p style={small}>{zone}</p>
      <p style={`${normal}; padding-top: 8px`}>{place}</p>
    </Padded>
  );
};

const cell = "padding: 6px 0; font-size: 16px; line-height: 24px; vertical-align: top; overflow-wrap: anywhere";
const total = `padding: 12px 0 0; font-size: 20px; line-height: 28px; font-weight: 700; vertical-align: top; border-top: 1px solid ${day.line}`;

const Listed: FC<Of<"table"> & { palette: Palette }> = (block) => {
  const sums = block.sums ?? [];
  return (
    <Padded when={block.rows.length + sums.length > 0 || block.total != null}>
      {block.rows.length > 0 && <p style={small}>{block.title}</p>}
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        {block.rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may say the same.
          <Pair key={place} name={<Named row={row} palette={block.palette} />} value={row.value ?? ""} style={cell} />
        ))}
        {sums.map((sum) => (
          <Pair key={sum.name} {...sum} style={cell} />
        ))}
        {block.total != null && <Pair {...block.total} style={total} />}
      </table>
    </Padded>
  );
};

const Pair: FC<{ name: Child; value: string; style: string }> = ({ name, value, style }) => (
  <tr>
    <td style={style}>{name}</td>
    <td align="right" style={`${style}; padding-left: 16px; white-space: nowrap`}>
      {value}
    </td>
  </tr>
);

const Named: FC<{ row: Row; palette: Palette }> = ({ row: { name, details = [], link = null, linkLabel }, palette }) => (
  <>
    {name}
    {paragraphs(details, small)}
    {link !== null && <Linked href={link} label={linkLabel ?? link} palette={palette} />}
  </>
);

const Linked: FC<{ href: string; label: string; palette: Palette }> = ({ href, label, palette }) => (
  <p style={small}>
    <a href={href} style={`color: ${palette.accentText}`}>
      {label}
    </a>
  </p>
);

/** Names over their values: a value may be long. */
const Facts: FC<Of<"facts">> = ({ title, facts }) => (
  <Padded when={facts.length > 0}>
    <p style={`${small}; padding-bottom: 4px`}>{title}</p>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
      {facts.map(({ name, value }: Sum) => (
        <tr key={name}>
          <td width="96" style={`${small}; padding: 4px 12px 4px 0; line-height: 24px; vertical-align: top`}>
            {name}
          </td>
          <td style={`${normal}; padding: 4px 0; vertical-align: top`}>{value}</td>
        </tr>
      ))}
    </table>
  </Padded>
);

const Visits: FC<Of<"visits"> & { palette: Palette }> = ({ title, visits, more, palette }) => (
  <Padded when={visits.length > 0}>
    <p style={`${small}; padding-bottom: 4px`}>{title}</p>
    {visits.map((visit, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: somebody may go twice.
      <OneVisit key={place} {...visit} palette={palette} />
    ))}
    {more !== null && <p style={`${small}; padding-top: 12px; border-top: 1px solid ${day.line}`}>{more}</p>}
  </Padded>
);

const OneVisit: FC<Visit & { palette: Palette }> = ({ show, details, link, linkLabel, palette }) => {
  const { title, time, zone, place } = wordsOfShow(show);
  return (
    <div style={`padding: 12px 0; border-top: 1px solid ${day.line}`}>
      <p style={`${normal}; font-weight: 700`}>{title}</p>
      <p style={normal}>{time}</p>
      <p style={small}>{zone}</p>
      <p style={normal}>{place}</p>
      {paragraphs(details, normal)}
      {link !== null && <Linked href={link} label={linkLabel} palette={palette} />}
    </div>
  );
};

/** Wide enough for a gate's camera before a phone: a ticket's code has about ninety modules on a side. The quiet zone is part of the picture. */
const codeSide = 240;

const Tickets: FC<Of<"tickets">> = ({ title, note, codes }) => (
  <Padded>
    <p style={small}>{title}</p>
    <p style={`${normal}; padding-bottom: 8px`}>{note}</p>
    {codes.map(({ contentId, label }) => (
      <div key={contentId} style={`display: inline-block; width: ${codeSide}px; margin: 4px 8px 8px 0; vertical-align: top`}>
        <img
          src={`cid:${contentId}`}
          alt={`The code of ${label}`}
          width={codeSide}
          height={codeSide}
          style={`display: block; border: 1px solid ${day.line}; border-radius: 8px`}
        />
        <p style={`${small}; padding-top: 4px`}>{label}</p>
      </div>
    ))}
  </Padded>
);

const Button: FC<Of<"button"> & { palette: Palette }> = ({ label, link, palette }) => (
  <Padded when={link !== null}>
    <a
      href={link ?? ""}
      style={`display: inline-block; padding: 12px 20px; border-radius: 8px; background: ${palette.button}; color: ${palette.buttonInk}; font-size: 16px; font-weight: 700; text-decoration: none`}
    >
      {label}
    </a>
  </Padded>
);
