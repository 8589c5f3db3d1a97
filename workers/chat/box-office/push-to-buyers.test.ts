import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Booking } from "../../../contracts/bookings.ts";
import { testCtx } from "../../../test/harness.ts";
import type { PushedEvent } from "./push-of.ts";
import { pushToBuyers } from "./push-to-buyers.ts";

const booking = Booking.parse(Booking.meta()?.example);
const event: PushedEvent = {
  id: `${booking.showtimeId}:7`,
  appId: booking.appId,
  at: 1,
  source: { showtimeId: booking.showtimeId, seq: 7 },
  type: "booking.confirmed",
  booking,
};

/** An environment in which the inboxes answer as told, and what they were pushed. */
function envWhere(push: () => Promise<void>) {
  const pushed: unknown[] = [];
  const INBOX = {
    getByName: (userId: string) => ({
      push: (told: unknown) => {
        pushed.push([userId, told]);
        return push();
      },
    }),
  };
  return { pushed, env: { ...env, INBOX: INBOX as unknown as Env["INBOX"] } };
}

describe("a push to a buyer", () => {
  it("goes to the buyer's own inbox", async () => {
    const { pushed, env } = envWhere(async () => {});
    await pushToBuyers(testCtx({ env }), [event]);
    expect(pushed).toEqual([[booking.userId, expect.objectContaining({ id: event.id, type: "booking.confirmed" })]]);
  });

  it("that fails keeps no other from being told, and brings the event again", async () => {
    const { pushed, env } = envWhere(async () => {
      throw new Error("Network connection lost");
    });
    await expect(pushToBuyers(testCtx({ env }), [event, { ...event, id: "sho:8" }])).rejects.toThrow("2 of 2 could not be told");
    expect(pushed).toHaveLength(2);
  });
});
