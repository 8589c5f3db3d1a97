import type { Booking, Reservation } from "../../contracts/bookings.ts";
import type { Order } from "../../contracts/orders.ts";
import type { Payment } from "../../contracts/payments.ts";
import type { Show } from "../catalog/read.ts";

/** What a message must look up before it can be written: ids of one app. */
export interface Wanted {
  payment?: string;
  refund?: string;
  order?: string;
  show?: string;
  booking?: string;
  reservation?: string;
}

export interface RefundView {
  id: string;
  amount: number;
  reason: string;
  status: "PENDING" | "SUCCEEDED";
}

/** What was found of it, as the API answers it; null for what is not there any more. */
export interface Found {
  payment(id: string): Payment | null;
  refund(id: string): RefundView | null;
  order(id: string): Order | null;
  show(id: string): Show | null;
  booking(id: string): Booking | null;
  reservation(token: string): Reservation | null;
}
