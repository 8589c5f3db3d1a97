import type { FC } from "hono/jsx";
import { z } from "zod";
import { ShippingAddress, Tracking } from "../../contracts/orders.ts";
import { Line, LinkBlock, TotalLine } from "./booking-parts.tsx";
import { Block, MailPage, normal, small } from "./mail-page.tsx";
import { AddressBlock, aboutOrder, addressTexts, lineTexts, OrderLines } from "./order-parts.tsx";
import { money } from "./wording.ts";

interface Rendered {
  subject: string;
  html: string;
  text: string;
}

/** Of `order-paid`: the order as it was bought. */
export const OrderPaidMail = z.object({
  ...aboutOrder,
  subtotal: z.number().int(),
  discount: z.number().int(),
  promotionCode: z.string().nullable(),
  total: z.number().int(),
  address: ShippingAddress.nullable(),
});
export type OrderPaidMail = z.infer<typeof OrderPaidMail>;

/** Of `order-shipped`: what is in the parcel. */
export const OrderShippedMail = z.object({ ...aboutOrder, address: ShippingAddress.nullable(), tracking: Tracking.nullable() });
export type OrderShippedMail = z.infer<typeof OrderShippedMail>;

/** Of `order-cancelled`, `order-returned` and `order-refunded`: what it concerns, what goes back, and the reason in the words of whoever gave one. */
export const OrderRefundMail = z.object({ ...aboutOrder, refund: z.number().int(), reason: z.string().nullable() });
export type OrderRefundMail = z.infer<typeof OrderRefundMail>;

/** The mail that says an order is paid and what it is. Its tickets come in a mail of their own. */
export function renderOrderPaidMail(mail: OrderPaidMail): Rendered {
  const { orderId, name, currency, lines, subtotal, discount, promotionCode, total, address } = mail;
  const discounted = promotionCode === null ? "Discount" : `Discount (${promotionCode})`;
  return rendered(mail, {
    subject: `Your order (${orderId})`,
    heading: `${name}, thank you for your order.`,
    said: [`Order ${orderId}`, ...(lines.some(({ show }) => show !== null) ? ["Your tickets come in a mail of their own."] : [])],
    listTitle: "What you ordered",
    sums:
      discount === 0
        ? []
        : [
            { name: "Subtotal", value: money(subtotal, currency) },
            { name: discounted, value: money(-discount, currency) },
          ],
    total: { name: "Total", value: money(total, currency) },
    address,
    reason: "You get this mail because something was ordered with your account.",
  });
}

/** The mail that says an order is on its way, and where its carrier shows the parcel. */
export function renderOrderShippedMail(mail: OrderShippedMail): Rendered {
  const { orderId, name, tracking, address } = mail;
  return rendered(mail, {
    subject: `On its way: your order (${orderId})`,
    heading: `${name}, your order is on its way.`,
    said: [
      `Order ${orderId}`,
      ...(tracking === null ? [] : [`Tracking number: ${[tracking.carrier, tracking.number].filter(Boolean).join(" ")}`]),
    ],
    listTitle: "In the parcel",
    sums: [],
    total: null,
    address,
    extraLink: tracking?.url === undefined ? null : { label: "Follow the parcel", url: tracking.url },
    reason: "You get this mail because an order of your account was sent.",
  });
}

/** The mail that says an order is cancelled, why, and what goes back. */
export function renderOrderCancelledMail(mail: OrderRefundMail): Rendered {
  const { orderId, name, refund } = mail;
  return rendered(mail, {
    subject: `Cancelled: your order (${orderId})`,
    heading: `${name}, your order is cancelled.`,
    said: [`Order ${orderId}`, ...reasonSaid(mail), refund === 0 ? "Nothing is refunded for it." : refundSaid(mail)],
    listTitle: "What you had ordered",
    sums: [],
    total: refundTotal(mail),
    address: null,
    reason: "You get this mail because an order of your account was cancelled.",
  });
}

/** The mail that says what came back of an order, and which money goes back for it. */
export function renderOrderReturnedMail(mail: OrderRefundMail): Rendered {
  const { orderId, name, refund } = mail;
  return rendered(mail, {
    subject: `Your return (${orderId})`,
    heading: `${name}, we have taken your return back.`,
    said: [`Order ${orderId}`, ...reasonSaid(mail), ...(refund === 0 ? [] : [refundSaid(mail)])],
    listTitle: "Returned so far",
    sums: [],
    total: refundTotal(mail),
    address: null,
    reason: "You get this mail because something of an order of your account was returned.",
  });
}

/** The mail that says money goes back for an order. */
export function renderOrderRefundedMail(mail: OrderRefundMail): Rendered {
  const { orderId, name } = mail;
  return rendered(mail, {
    subject: `Money back: your order (${orderId})`,
    heading: `${name}, you get money back.`,
    said: [`Order ${orderId}`, ...reasonSaid(mail), refundSaid(mail)],
    listTitle: "What you had ordered",
    sums: [],
    total: refundTotal(mail),
    address: null,
    reason: "You get this mail because money of an order of your account was refunded.",
  });
}

const reasonSaid = ({ reason }: OrderRefundMail): string[] => (reason === null ? [] : [`The reason given: ${reason}`]);
const refundSaid = ({ refund, currency }: OrderRefundMail): string =>
  `${money(refund, currency)} goes back to the card that you paid with, usually within a few days.`;
const refundTotal = ({ refund, currency }: OrderRefundMail) => (refund === 0 ? null : { name: "Refund", value: money(refund, currency) });

interface Sum {
  name: string;
  value: string;
}
interface Words {
  subject: string;
  heading: string;
  said: string[];
  listTitle: string;
  sums: Sum[];
  total: Sum | null;
  address: ShippingAddress | null;
  extraLink?: { label: string; url: string } | null;
  reason: string;
}
type About = Pick<OrderRefundMail, "currency" | "lines" | "link">;

const linkLabel = "See your order";

function rendered(about: About, words: Words): Rendered {
  const { subject, heading, said, listTitle, sums, total, address, extraLink, reason } = words;
  const { currency, lines, link } = about;
  return {
    subject,
    html: `<!doctype html>${<Page {...about} words={words} />}`,
    text: [
      heading,
      "",
      ...said,
      "",
      ...(lines.length === 0 ? [] : [listTitle, ...lineTexts(lines, currency), ""]),
      ...sums.map(({ name, value }) => `${name}: ${value}`),
      ...(total === null ? [] : [`${total.name}: ${total.value}`, ""]),
      ...(address === null ? [] : ["It goes to", ...addressTexts(address), ""]),
      ...(extraLink == null ? [] : [`${extraLink.label}: ${extraLink.url}`, ""]),
      ...(link === null ? [] : [`${linkLabel}: ${link}`, ""]),
      reason,
      "",
    ].join("\n"),
  };
}

const Page: FC<About & { words: Words }> = ({
  currency,
  lines,
  link,
  words: { subject, heading, said, listTitle, sums, total, address, extraLink, reason },
}) => (
  <MailPage title={subject} heading={heading} reason={reason}>
    <Block>
      {said.map((line) => (
        <p key={line} style={normal}>
          {line}
        </p>
      ))}
    </Block>
    {lines.length > 0 && (
      <Block>
        <p style={small}>{listTitle}</p>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <OrderLines lines={lines} currency={currency} />
          {sums.map((sum) => (
            <Line key={sum.name} {...sum} style="padding: 6px 0; font-size: 16px; line-height: 24px" />
          ))}
          {total !== null && <TotalLine {...total} />}
        </table>
      </Block>
    )}
    {address !== null && <AddressBlock address={address} />}
    <LinkBlock link={extraLink?.url ?? null} label={extraLink?.label ?? ""} />
    <LinkBlock link={link} label={linkLabel} />
  </MailPage>
);
