import type { Show } from "../catalog/read.ts";
import type { PaymentRow } from "../payments/tables.ts";
import { surroundingsOf } from "./booking-surroundings.ts";
import { orderSurroundingsOf } from "./order-surroundings.ts";
import type { PaymentMail } from "./templates/payment-mails.ts";

/** What a mail about a payment says besides it. `linkTo`: as for mails about seats. */
export interface Payer {
  recipient: string;
  name: string;
  show: Show | null;
  linkTo(path: string): string | null;
}

/** Who made these payments, asked for all of them together. Null for whoever has no account any more. */
export async function payersOf(env: Env, payments: readonly PaymentRow[]): Promise<(payment: PaymentRow) => Payer | null> {
  const ofShows = payments.flatMap(({ appId, userId, showtimeId }) => (showtimeId === null ? [] : [{ appId, userId, showtimeId }]));
  const [aroundShow, aroundOrder] = await Promise.all([
    surroundingsOf(env, ofShows),
    orderSurroundingsOf(
      env,
      payments.flatMap(({ orderId }) => orderId ?? []),
    ),
  ]);
  return ({ appId, userId, showtimeId, orderId }) => {
    if (showtimeId !== null) return aroundShow({ appId, userId, showtimeId });
    const order = orderId === null ? null : aroundOrder(orderId);
    return order && { ...order, show: null };
  };
}

/** The mail about a payment, as far as all of its kinds are alike. `bookingId`: what it paid for, if it is a booking. `at`: in milliseconds. */
export function aboutPayment(payment: PaymentRow, { name, show, linkTo }: Payer, bookingId: string | null, at: number): PaymentMail {
  const { id: paymentId, amount, currency, method, orderId, showtimeId } = payment;
  const path = orderId !== null ? `/orders/${orderId}` : bookingId !== null ? `/bookings/${bookingId}` : `/showtimes/${showtimeId}`;
  return { name, paymentId, amount, currency, method, at: new Date(at).toISOString(), show, bookingId, orderId, link: linkTo(path) };
}
