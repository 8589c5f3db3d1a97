import type { simulatedTokens } from "../../../../contracts/payments.ts";
import { moneyTaker } from "../../api/web-config.ts";

export type CardToken = (typeof simulatedTokens)[number]["token"];

/** A test card: what it is called here, and how it behaves. */
export interface TestCard {
  token: CardToken;
  name: string;
  note: string;
}

const simulated: readonly TestCard[] = [
  { token: "tok_ok", name: "Pays at once", note: "The usual case" },
  { token: "tok_slow", name: "Pays after 2 seconds", note: "A slow bank" },
  { token: "tok_pending", name: "Pays after 5 seconds", note: "Settles while you wait" },
  { token: "tok_declined", name: "Is declined", note: "The bank says no" },
  { token: "tok_insufficient_funds", name: "Has too little on it", note: "Insufficient funds" },
  { token: "tok_error", name: "Meets a failing provider", note: "Nobody is charged" },
];

const ofStripe: readonly TestCard[] = [
  { token: "tok_ok", name: "Pays at once", note: "The usual case" },
  { token: "tok_slow", name: "Asks you at your bank", note: "3-D Secure" },
  { token: "tok_declined", name: "Is declined", note: "The bank says no" },
  { token: "tok_insufficient_funds", name: "Has too little on it", note: "Insufficient funds" },
];

/** What Stripe calls the test card that behaves alike. It takes them with a test key only. */
const atStripe: Partial<Record<CardToken, string>> = {
  tok_ok: "pm_card_visa",
  tok_slow: "pm_card_threeDSecure2Required",
  tok_declined: "pm_card_chargeDeclined",
  tok_insufficient_funds: "pm_card_chargeDeclinedInsufficientFunds",
};

/** The test cards of whoever takes the money here. */
export const testCards = (provider: string | undefined): readonly TestCard[] => (provider === "stripe" ? ofStripe : simulated);

/** What a card is to be called in a request. */
export async function tokenOf(card: CardToken): Promise<string> {
  const { provider } = await moneyTaker();
  return provider === "stripe" ? (atStripe[card] ?? card) : card;
}
