/** What a promotion took off, in minor units. `code`: null if it applied by itself. */
export interface Discount {
  amount: number;
  code: string | null;
}

/** `refundId`: what the refunds' ids begin with. */
export interface UndoOrderInput {
  userId: string;
  token: string;
  refundId: string;
  /** A booking that another order, or a payment of its own, confirmed is left alone. */
  order?: string;
}

/** `amount` in minor units, of what this payment's part in the booking still has. */
export interface RefundBookingInput {
  bookingId: string;
  paymentId: string;
  amount: number;
  reason: string;
  refundId: string;
}

/** A payment of a reservation that is about to be made, but for what the showtime knows of it. `at`: in ms. */
export interface StartedPayment {
  id: string;
  provider: string;
  method: string;
  confirmsItself: boolean;
  at: number;
}
