import type { Plan, Progress } from "./plan.ts";

const cells = 30;
const linesEveryMs = 5000;

/** Shows how a sale goes: one line that rewrites itself in a terminal, a line every few seconds elsewhere. */
export class ProgressBar {
  readonly #name: string;
  readonly #plan: Plan;
  #lastLineAt = 0;

  constructor(name: string, plan: Plan) {
    this.#name = name;
    this.#plan = plan;
  }

  show({ arrived, waiting, admitted, soldSeats, secondsSinceOpening }: Progress): void {
    const full = Math.round((Math.min(soldSeats, this.#plan.seats) / this.#plan.seats) * cells);
    const when =
      secondsSinceOpening < 0 ? `opens in ${Math.ceil(-secondsSinceOpening)} s` : `${Math.floor(secondsSinceOpening)} s after the opening`;
    const line = `${this.#name}  ${"█".repeat(full)}${"░".repeat(cells - full)}  ${soldSeats}/${this.#plan.seats} seats · ${waiting} wait · ${admitted} admitted of ${arrived} · ${when}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    else if (Date.now() - this.#lastLineAt >= linesEveryMs) {
      this.#lastLineAt = Date.now();
      console.error(line);
    }
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\n");
  }
}
