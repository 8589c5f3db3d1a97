import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The page's cards at a server whose money is taken by `provider`: each with what it is called in a request. */
async function cardsAt(provider: string): Promise<string[]> {
  vi.stubGlobal("fetch", async () => Response.json({ apps: [], payments: { provider, publishableKey: null } }));
  const { testCards, tokenOf } = await import("./test-cards.ts");
  return Promise.all(testCards(provider).map(({ token }) => tokenOf(token)));
}

it("a test card is called as whoever takes the money calls it", async () => {
  expect(await cardsAt("simulated")).toEqual(["tok_ok", "tok_slow", "tok_pending", "tok_declined", "tok_insufficient_funds", "tok_error"]);
  vi.resetModules();
  expect(await cardsAt("stripe")).toEqual([
    "pm_card_visa",
    "pm_card_threeDSecure2Required",
    "pm_card_chargeDeclined",
    "pm_card_chargeDeclinedInsufficientFunds",
  ]);
});
