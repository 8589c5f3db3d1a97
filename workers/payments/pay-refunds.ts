import type { MarqueeEvent } from "../../contracts/events.ts";
import type { Ctx } from "../platform/context.ts";
import { type BookingRefundLine, recordRefunds } from "./note-refunds.ts";
import { payOut } from "./pay-out.ts";

/**
 * Records refunds of an app's bookings and has them paid. Returns the ids of those that the provider has paid; the sweep looks after the others. Again:
 * nothing is paid twice. Throws if they could not be recorded.
 */
export async function payRefunds(ctx: Ctx, appId: string, lines: readonly BookingRefundLine[]): Promise<Set<string>> {
  await recordRefunds(ctx, appId, lines);
  return payOut(
    ctx,
    lines.filter(({ amount }) => amount > 0).map(({ id }) => id),
  );
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
