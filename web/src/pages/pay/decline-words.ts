/** What a declined card means for the one who pays. */
export function declineWords(failureCode: string | null | undefined): string {
  if (failureCode === "insufficient_funds") return "There was not enough on this card. Nothing was charged. Try another one.";
  return "The bank said no. Nothing was charged. Try another card.";
}
