import type { FC } from "hono/jsx";
import { z } from "zod";
import { BookedShow } from "../../contracts/bookings.ts";
import type { ShippingAddress } from "../../contracts/orders.ts";
import { Block, normal, small } from "./mail-page.tsx";
import { money, when } from "./wording.ts";

/** What mails about orders are made of, each as HTML and as lines of text. */

const Link = z.url({ protocol: /^https?$/ }).nullable();

/** A line of an order as a mail shows it. `show`: of tickets. `amount`: null where it is not about money. `link`: to the tickets. */
export const MailedLine = z.object({
  name: z.string(),
  variantName: z.string(),
  quantity: z.number().int(),
  amount: z.number().int().nullable(),
  show: BookedShow.nullable(),
  link: Link,
});
export type MailedLine = z.infer<typeof MailedLine>;

/** What every mail about an order says. `link`: the order's page; null where the platform's web app does not sell for this tenant. */
export const aboutOrder = {
  orderId: z.string(),
  name: z.string(),
  currency: z.string(),
  lines: z.array(MailedLine),
  link: Link,
};

const lineText = ({ name, variantName, quantity }: MailedLine): string =>
  `${quantity} × ${name}${variantName === "" ? "" : ` (${variantName})`}`;

/** When and where, for tickets. */
function detailText({ show }: MailedLine): string | null {
  if (show === null) return null;
  const at = when(show.startsAt, show.timeZone);
  return `${at.day}, ${at.time}, ${show.venue}, ${show.city}`;
}

export const lineTexts = (lines: readonly MailedLine[], currency: string): string[] =>
  lines.flatMap((line) => {
    const detail = detailText(line);
    return [
      `${lineText(line)}${line.amount === null ? "" : `: ${money(line.amount, currency)}`}`,
      ...(detail === null ? [] : [`    ${detail}`]),
      ...(line.link === null ? [] : [`    Your tickets: ${line.link}`]),
    ];
  });

const cell = "padding: 6px 0; font-size: 16px; line-height: 24px; vertical-align: top";

export const OrderLines: FC<{ lines: readonly MailedLine[]; currency: string }> = ({ lines, currency }) => (
  <>
    {lines.map((line, place) => (
      // A mail is written once and never changes: its places are keys enough.
      // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same.
      <tr key={place}>
        <td style={cell}>
          {lineText(line)}
          {line.show !== null && <p style={small}>{detailText(line)}</p>}
          {line.link !== null && (
            <p style={small}>
              <a href={line.link}>Your tickets</a>
            </p>
          )}
        </td>
        <td align="right" style={`${cell}; padding-left: 16px; white-space: nowrap`}>
          {line.amount === null ? "" : money(line.amount, currency)}
        </td>
      </tr>
    ))}
  </>
);

export const addressTexts = ({ name, line1, line2, postalCode, city, country }: ShippingAddress): string[] => [
  name,
  line1,
  ...(line2 === undefined ? [] : [line2]),
  `${postalCode} ${city}`,
  country,
];

export const AddressBlock: FC<{ address: ShippingAddress }> = ({ address }) => (
  <Block>
    <p style={small}>It goes to</p>
    {addressTexts(address).map((line) => (
      <p key={line} style={normal}>
        {line}
      </p>
    ))}
  </Block>
);
