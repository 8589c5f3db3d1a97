import { BuyersMessage } from "../../contracts/buyers.ts";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { type Buyer, buyersOf } from "./buyers-of.ts";
import { pushMoved } from "./in-app/push-moved.ts";
import { mailMoved } from "./mail-moved.ts";

/** That a showtime begins at another time: `eventId` is the same however often it is told of. */
export type Moved = Omit<BuyersMessage, "type" | "after">;

/** What each page of buyers is told. Each is called again for the same page if anything failed, and then tells nobody twice. */
const tellings: readonly ((ctx: Ctx, moved: Moved, buyers: readonly Buyer[]) => Promise<void>)[] = [mailMoved, pushMoved];

/** On `showtime.rescheduled`: everybody with a live booking is told, in pages through the queue, for there may be twenty thousand. */
export async function eachBuyerOf(ctx: Ctx, events: readonly Extract<MarqueeEvent, { type: "showtime.rescheduled" }>[]): Promise<void> {
  for (const { id: eventId, appId, at, source, startsAtMs, beforeMs } of events) {
    await nextPage(ctx, { eventId, appId, at, showtimeId: source.showtimeId, startsAtMs, beforeMs }, 0);
  }
}

/**
 * Tells a page of them, then asks for the next one. A page that was cut off comes again from its beginning. Throws if somebody could not be told, or the next
 * page could not be asked for.
 */
export async function tellBuyers(ctx: Ctx, { type: _, after, ...moved }: BuyersMessage): Promise<void> {
  const { appId, showtimeId } = moved;
  const { buyers, next } = await buyersOf(ctx.db, { appId, showtimeId, after, limit: limits.buyersInPage });
  if (buyers.length > 0) for (const tell of tellings) await tell(ctx, moved, buyers);
  if (next !== null) await nextPage(ctx, moved, next);
}

const nextPage = (ctx: Ctx, moved: Moved, after: number) =>
  ctx.env.EVENTS.send({ type: BuyersMessage.shape.type.value, ...moved, after } satisfies BuyersMessage);
