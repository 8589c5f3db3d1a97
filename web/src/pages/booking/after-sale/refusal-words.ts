import { type ApiFailure, failedWith } from "../../../api/failure.ts";

const reasons: Record<string, string> = {
  CANCELLED: "This booking is cancelled already.",
  EXCHANGED: "This booking was exchanged for another one.",
  STARTED: "The show has begun, so its seats can no longer be given back.",
  CHECKED_IN: "A ticket of this booking was used at the door.",
  EXCHANGE_RUNNING: "An exchange of this booking is under way. Try again in a few minutes.",
};

/** The sentence for the reason that an API answer gives for not cancelling or exchanging. */
export function reasonWords(reason: unknown): string {
  return (typeof reason === "string" ? reasons[reason] : undefined) ?? "This booking can no longer be changed.";
}

/** Why a booking may not be cancelled or exchanged, or nothing if that is not what went wrong. */
export function unchangeable(error: unknown): string | undefined {
  if (!failedWith(error, "NOT_CANCELLABLE", "NOT_EXCHANGEABLE")) return undefined;
  return reasonWords((error satisfies ApiFailure).details.reason);
}
