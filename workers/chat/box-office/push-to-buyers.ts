import { pushToInboxes } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import { type PushedEvent, pushOf } from "./push-of.ts";

/**
 * Tells whoever an event concerns: behind their bell, and wherever they are connected. Throws if an inbox failed, and the event comes again; told again, a
 * push is known by its id.
 */
export const pushToBuyers = (ctx: Ctx, events: readonly PushedEvent[]): Promise<void> => pushToInboxes(ctx, events.map(pushOf));
