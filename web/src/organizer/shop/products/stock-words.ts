/** From so many on, a shelf is worth a look. */
const lowFrom = 5;

export type StockState = "OUT" | "LOW" | "FINE";

/** Of pieces that can still be ordered. */
export function stockState(available: number): StockState {
  if (available <= 0) return "OUT";
  return available <= lowFrom ? "LOW" : "FINE";
}
