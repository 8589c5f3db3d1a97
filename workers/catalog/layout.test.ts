import { describe, expect, it } from "vitest";
import type { Layout } from "../../contracts/venues.ts";
import { AppError } from "../platform/app-error.ts";
import { countSeats, seatNumberOf, seatsOf } from "./layout.ts";

const row = (name: string, numbers: string[], tier?: string) => ({
  name,
  seats: numbers.map((number, x) => ({ number, x, y: 0, ...(tier !== undefined && { tier }) })),
});
const layout = (...sections: [name: string, ...rows: ReturnType<typeof row>[]][]): Layout => ({
  sections: sections.map(([name, ...rows]) => ({ name, rows })),
});
const issuesOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.details?.issues;
    throw error;
  }
  return "no refusal";
};

describe("the number on a seat", () => {
  it("is its row and its number", () => expect(seatNumberOf("A", "12")).toBe("A12"));
  it("keeps two numbers apart", () => expect([seatNumberOf("1", "12"), seatNumberOf("11", "2")]).toEqual(["1-12", "11-2"]));
});

describe("the seats of a layout", () => {
  it("come in the order sections, rows, seats", () => {
    const seats = seatsOf(layout(["Stalls", row("A", ["1", "2"]), row("B", ["1"])], ["Circle", row("A", ["1"])]), [
      { name: "Standard", price: 1 },
    ]);
    expect(seats.map((seat) => `${seat.section} ${seat.row} ${seat.seatNumber}`)).toEqual([
      "Stalls A A1",
      "Stalls A A2",
      "Stalls B B1",
      "Circle A A1",
    ]);
  });

  it("may not name a tier that the showtime lacks", () => {
    const work = () => seatsOf(layout(["Stalls", row("A", ["1"], "Standard"), row("B", ["1"], "VIP")]), [{ name: "Standard", price: 1 }]);
    expect(issuesOf(work)).toEqual([{ path: "venue.layout.sections.0.rows.1.seats.0.tier", message: 'the showtime has no tier "VIP"' }]);
  });

  it("are counted", () => expect(countSeats(layout(["Stalls", row("A", ["1", "2"])], ["Circle", row("A", ["1"])]))).toBe(3));

  it("must be told apart by section, row and number", () => {
    const twice = layout(["Stalls", row("A", ["1", "2", "1"])]);
    expect(issuesOf(() => countSeats(twice))).toMatchObject([{ path: "layout.sections.0.rows.0.seats.2.number" }]);
    const inTwoRows = layout(["Stalls", row("A", ["1"]), row("A", ["1"])]);
    expect(issuesOf(() => countSeats(inTwoRows))).toMatchObject([{ path: "layout.sections.0.rows.1.seats.0.number" }]);
    const readAlike = layout(["Stalls", row("1", ["2", "-2"])]);
    expect(issuesOf(() => countSeats(readAlike))).toMatchObject([{ path: "layout.sections.0.rows.0.seats.1.number" }]);
  });

  it("are at most 20,000", () => {
    const thousand = Array.from({ length: 1000 }, (_, seat) => String(seat));
    const rows = Array.from({ length: 20 }, (_, place) => row(`R${place}`, thousand));
    expect(countSeats(layout(["Field", ...rows]))).toBe(20_000);
    expect(issuesOf(() => countSeats(layout(["Field", ...rows], ["Edge", row("A", ["1"])])))).toMatchObject([{ path: "layout" }]);
  });

  it("fit into a row of the database, section by section", () => {
    const long = "x".repeat(200);
    const rows = Array.from({ length: 10 }, (_, place) =>
      row(
        `R${place}`,
        Array.from({ length: 1000 }, (_, seat) => String(seat)),
        long,
      ),
    );
    expect(issuesOf(() => countSeats(layout(["Field", ...rows])))).toMatchObject([{ path: "layout.sections.0" }]);
  });
});
