import { describe, expect, it } from "vitest";
import { house, start } from "./test-house.ts";

const pass = { id: "adm_1", untilMs: start + 600_000 };

/** A showtime with a waiting room. */
function guarded() {
  const made = house(6, { admissionRequired: true });
  let tokens = 0;
  const enter = (index: number, admission?: typeof pass) => {
    const token = `guarded-${tokens++}`;
    const seatIds = [made.seat(index)];
    return { token, ...made.run({ type: "hold", userId: "ada", token, seatIds, ...(admission && { admission }) }) };
  };
  return { ...made, enter };
}

describe("a showtime with a waiting room", () => {
  it("holds nothing for whoever brings no pass", () => {
    expect(guarded().enter(0)).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "MISSING" } });
  });

  it("takes a pass once, until the moment at which it runs out", () => {
    const { enter, ledger, wait } = guarded();
    expect(enter(0, pass)).toMatchObject({ ok: true, facts: [{ op: "HOLD", admissionId: "adm_1" }] });
    expect(enter(1, pass)).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "USED" } });
    expect(ledger.spentAdmissions.has("adm_1")).toBe(true);
    wait(600);
    expect(enter(2, { ...pass, id: "adm_2" })).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "EXPIRED" } });
  });

  it("does not spend a pass on a hold that it refuses", () => {
    const { enter } = guarded();
    enter(0, { ...pass, id: "adm_other" });
    expect(enter(0, pass)).toMatchObject({ code: "SEAT_ALREADY_LOCKED" });
    expect(enter(1, pass)).toMatchObject({ ok: true });
  });

  it("forgives a pass whose owner gave the hold back, not one whose hold ran out", () => {
    const { enter, run, wait } = guarded();
    const given = enter(0, pass);
    run({ type: "release", userId: "ada", token: given.token });
    expect(enter(1, pass)).toMatchObject({ ok: true });
    wait(120);
    expect(enter(1, pass)).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "USED" } });
  });

  it("remembers a pass as long as it lasts by a clock that is ahead of its own", () => {
    const { enter, run, wait } = guarded();
    const early = { id: "adm_1", untilMs: start + 1_000_000 };
    enter(0, early);
    wait(700);
    run({ type: "sweep" });
    enter(1, { id: "adm_2", untilMs: start + 1_200_000 });
    expect(enter(2, early)).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "USED" } });
  });

  it("forgets passes that have run out, and none that has not", () => {
    const { enter, run, wait, ledger } = guarded();
    enter(0, pass);
    wait(300);
    enter(1, { id: "adm_2", untilMs: start + 900_000 });
    wait(3901);
    run({ type: "sweep" });
    enter(2, { id: "adm_3", untilMs: start + 4_800_000 });
    expect([...ledger.spentAdmissions.keys()]).toEqual(["adm_2", "adm_3"]);
  });
});

it("a showtime without a waiting room asks for no pass and spends none", () => {
  const { run, seat, ledger } = house();
  expect(run({ type: "hold", userId: "ada", token: "t", seatIds: [seat(0)], admission: pass })).toMatchObject({ ok: true });
  expect(ledger.spentAdmissions.size).toBe(0);
});
