import type { MarqueeEvent } from "../../contracts/events.ts";
import type { Ctx } from "../platform/context.ts";
import { type BookingRefundLine, recordRefunds } from "./note-refunds.ts";
import { tryPayOut } from "./refund-payment.ts";

/** How many refunds are with the provider at the same time. */
const atOnce = 6;

/**
 * Records refunds of an app's bookings and has them paid. Returns the ids of those that the provider has paid; the sweep looks after the others. Again:
 * nothing is paid twice. Throws if they could not be recorded.
 */
export async function payRefunds(ctx: Ctx, appId: string, lines: readonly BookingRefundLine[]): Promise<Set<string>> {
  await recordRefunds(ctx, appId, lines);
  const paid = new Set<string>();
  const waiting = lines.filter(({ amount }) => amount > 0).map(({ id }) => id);
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, () => payEach(ctx, waiting, paid)));
  return paid;
}

/** Takes one id after the other from a list that it shares with its siblings. */
async function payEach(ctx: Ctx, waiting: string[], paid: Set<string>): Promise<void> {
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) if (await tryPayOut(ctx, id)) paid.add(id);
}

/** What happened to a booking and gives money back. */
export type Refunding = Extract<MarqueeEvent, { type: "booking.cancelled" | "booking.updated" | "booking.confirmed" }>;

/** On `booking.cancelled`, `.updated` and `.confirmed`: what goes back because of it, each once, however often the event comes. */
export async function payRefundsOf(ctx: Ctx, events: readonly Refunding[]): Promise<void> {
  for (const [appId, ofApp] of Map.groupBy(events, (event) => event.appId)) {
    const lines = ofApp.flatMap(({ booking, refunds = [] }) => refunds.map((line) => ({ ...line, bookingId: booking.bookingId })));
    await payRefunds(ctx, appId, lines);
  }
}
