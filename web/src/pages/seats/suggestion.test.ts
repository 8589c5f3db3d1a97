import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "../../api/failure.ts";
import { planOf } from "./plan.ts";
import { sampleLayout } from "./sample-layout.ts";
import { SeatStore } from "./seat-store.ts";
import { insteadOfLonely, insteadOfLost, lostSeatsOf } from "./suggestion.ts";

vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined, removeItem: () => undefined });
const plan = planOf(sampleLayout({ rows: 2, seats: 8 }));
const indexOf = (name: string) => plan.seats.findIndex(({ seatNumber }) => seatNumber === name);
const idOf = (name: string) => plan.seats[indexOf(name)]?.id ?? "";

describe("when somebody was faster", () => {
  let store: SeatStore;
  beforeEach(() => {
    store = new SeatStore(plan);
  });

  it("the refusal names the seats", () => {
    const failure = new ApiFailure("SEAT_ALREADY_LOCKED", "", { details: { seats: [idOf("B4")], expiresIn: 60 } });
    expect(lostSeatsOf(failure, plan)).toEqual([indexOf("B4")]);
  });

  it("the seats next to it are offered, beside what one still has", () => {
    store.choose([indexOf("B3"), indexOf("B4")]);
    store.refuse([indexOf("B4")]);
    const { text, take, holds } = insteadOfLost([indexOf("B4")], store, true);
    expect(text).toMatch(/^Someone took B4 a moment ago\. B5 is next to it\. Take it\?$/);
    expect(take).toEqual([indexOf("B3"), indexOf("B5")]);
    expect(holds).toBe(true);
  });

  it("nothing is offered where nothing is free", () => {
    store.refuse(plan.seats.map(({ index }) => index));
    expect(insteadOfLost([0], store, false)).toMatchObject({ offer: [], text: "Someone took A1 a moment ago." });
  });
});

describe("when a choice would leave a seat alone", () => {
  it("the server's own choice is offered in its place", () => {
    const store = new SeatStore(plan);
    store.choose([indexOf("A2")]);
    const details = { seats: [idOf("A1")], instead: [idOf("A7"), idOf("A8")] };
    const { text, take } = insteadOfLonely(new ApiFailure("LONELY_SEAT", "", { details }), store);
    expect(text).toBe("That would leave A1 alone between taken seats. A7–A8 would not. Take those?");
    expect(take).toEqual([indexOf("A7"), indexOf("A8")]);
  });

  it("one is asked to choose where the server has no other", () => {
    const failure = new ApiFailure("LONELY_SEAT", "", { details: { seats: [idOf("A1")], instead: null } });
    expect(insteadOfLonely(failure, new SeatStore(plan)).text).toMatch(/Choose a seat further along/);
  });
});
