import { z } from "zod";
import { BookedShow } from "../../../contracts/bookings.ts";
import { ShippingAddress, Tracking } from "../../../contracts/orders.ts";
import { money, when } from "../wording.ts";
import type { MailBlock, MailContent, Row } from "./mail-content.ts";
import { Link, refundSaid, refundTotal } from "./parts.ts";

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
const aboutOrder = { orderId: z.string(), name: z.string(), currency: z.string(), lines: z.array(MailedLine), link: Link };

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

/** Of `order-shipped` and `order-delivered`: what is in the parcel. */
export const OrderShippedMail = z.object({ ...aboutOrder, address: ShippingAddress.nullable(), tracking: Tracking.nullable() });
export type OrderShippedMail = z.infer<typeof OrderShippedMail>;

/** Of `order-cancelled`, `order-returned` and `order-refunded`: what it concerns, what goes back, and the reason in the words of whoever gave one. */
export const OrderRefundMail = z.object({ ...aboutOrder, refund: z.number().int(), reason: z.string().nullable() });
export type OrderRefundMail = z.infer<typeof OrderRefundMail>;

/** The mail that says an order is paid and what it is: its receipt. Its tickets come in a mail of their own. */
export function orderPaidMail(payload: unknown): MailContent {
  const mail = OrderPaidMail.parse(payload);
  const { orderId, name, currency, lines, subtotal, discount, promotionCode, total, address } = mail;
  const discounted = promotionCode === null ? "Discount" : `Discount (${promotionCode})`;
  return {
    subject: `Your order (${orderId})`,
    heading: `${name}, thank you for your order.`,
    blocks: [
      {
        block: "said",
        lines: [`Order ${orderId}`, ...(lines.some(({ show }) => show !== null) ? ["Your tickets come in a mail of their own."] : [])],
      },
      {
        block: "table",
        title: "What you ordered",
        rows: rowsOf(mail),
        sums:
          discount === 0
            ? []
            : [
                { name: "Subtotal", value: money(subtotal, currency) },
                { name: discounted, value: money(-discount, currency) },
              ],
        total: { name: "Total", value: money(total, currency) },
      },
      addressBlock("It goes to", address),
      toOrder(mail),
    ],
    reason: "You get this mail because something was ordered with your account.",
  };
}

/** The mail that says an order is on its way, and where its carrier shows the parcel. */
export function orderShippedMail(payload: unknown): MailContent {
  const mail = OrderShippedMail.parse(payload);
  const { orderId, name, tracking, address } = mail;
  return {
    subject: `On its way: your order (${orderId})`,
    heading: `${name}, your order is on its way.`,
    blocks: [
      { block: "said", lines: [`Order ${orderId}`, ...trackingSaid(mail)] },
      { block: "table", title: "In the parcel", rows: rowsOf(mail) },
      addressBlock("It goes to", address),
      { block: "button", label: "Follow the parcel", link: tracking?.url ?? null },
      toOrder(mail),
    ],
    reason: "You get this mail because an order of your account was sent.",
  };
}

/** The mail that says an order has arrived. */
export function orderDeliveredMail(payload: unknown): MailContent {
  const mail = OrderShippedMail.parse(payload);
  const { orderId, name, address, link } = mail;
  return {
    subject: `Delivered: your order (${orderId})`,
    heading: `${name}, your order has arrived.`,
    blocks: [
      {
        block: "said",
        lines: [
          `Order ${orderId}`,
          ...trackingSaid(mail),
          ...(link === null ? [] : ["If something is not as it should be, you can return it from the order's page."]),
        ],
      },
      { block: "table", title: "In the parcel", rows: rowsOf(mail) },
      addressBlock("It went to", address),
      toOrder(mail),
    ],
    reason: "You get this mail because an order of your account was delivered.",
  };
}

/** The mail that says an order is cancelled, why, and what goes back. */
export function orderCancelledMail(payload: unknown): MailContent {
  const mail = OrderRefundMail.parse(payload);
  const { orderId, name, refund, currency } = mail;
  return {
    subject: `Cancelled: your order (${orderId})`,
    heading: `${name}, your order is cancelled.`,
    blocks: refundBlocks(mail, "What you had ordered", refund === 0 ? ["Nothing is refunded for it."] : [refundSaid(refund, currency)]),
    reason: "You get this mail because an order of your account was cancelled.",
  };
}

/** The mail that says what came back of an order, and which money goes back for it. */
export function orderReturnedMail(payload: unknown): MailContent {
  const mail = OrderRefundMail.parse(payload);
  const { orderId, name, refund, currency } = mail;
  return {
    subject: `Your return (${orderId})`,
    heading: `${name}, we have taken your return back.`,
    blocks: refundBlocks(mail, "Returned so far", refund === 0 ? [] : [refundSaid(refund, currency)]),
    reason: "You get this mail because something of an order of your account was returned.",
  };
}

/** The mail that says money goes back for an order. */
export function orderRefundedMail(payload: unknown): MailContent {
  const mail = OrderRefundMail.parse(payload);
  const { orderId, name, refund, currency } = mail;
  return {
    subject: `Money back: your order (${orderId})`,
    heading: `${name}, you get money back.`,
    blocks: refundBlocks(mail, "What you had ordered", [refundSaid(refund, currency)]),
    reason: "You get this mail because money of an order of your account was refunded.",
  };
}

function refundBlocks(mail: OrderRefundMail, title: string, said: readonly string[]): MailBlock[] {
  const { orderId, reason, refund, currency } = mail;
  return [
    { block: "said", lines: [`Order ${orderId}`, ...(reason === null ? [] : [`The reason given: ${reason}`]), ...said] },
    { block: "table", title, rows: rowsOf(mail), total: refund === 0 ? null : refundTotal(refund, currency) },
    toOrder(mail),
  ];
}

const toOrder = ({ link }: { link: string | null }): MailBlock => ({ block: "button", label: "See your order", link });

const trackingSaid = ({ tracking }: OrderShippedMail): string[] =>
  tracking === null ? [] : [`Tracking number: ${[tracking.carrier, tracking.number].filter(Boolean).join(" ")}`];

const rowsOf = ({ lines, currency }: { lines: readonly MailedLine[]; currency: string }): Row[] =>
  lines.map(({ name, variantName, quantity, amount, show, link }) => ({
    name: `${quantity} × ${name}${variantName === "" ? "" : ` (${variantName})`}`,
    value: amount === null ? null : money(amount, currency),
    details: show === null ? [] : [detailOf(show)],
    link,
    linkLabel: "Your tickets",
  }));

/** When and where, for tickets. */
function detailOf({ startsAt, timeZone, venue, city }: NonNullable<MailedLine["show"]>): string {
  const at = when(startsAt, timeZone);
  return `${at.day}, ${at.time}, ${venue}, ${city}`;
}

const addressBlock = (title: string, address: ShippingAddress | null): MailBlock => ({
  block: "lines",
  title,
  lines:
    address === null
      ? []
      : [
          address.name,
          address.line1,
          ...(address.line2 === undefined ? [] : [address.line2]),
          `${address.postalCode} ${address.city}`,
          address.country,
        ],
});
