import { describe, expect, it } from "vitest";
import { previewOf } from "./preview-of.ts";
import { newDraft } from "./showtime-draft.ts";

const rule = { key: 0, percent: "15", occupancy: "80", hours: "", days: [] };

describe("the preview of prices", () => {
  it("waits for a price", () => {
    expect(previewOf(newDraft, "Europe/Vienna")).toBeNull();
  });

  it("takes what is whole and leaves out rules that are not", () => {
    const rules = [rule, { ...rule, key: 1, percent: "" }, { ...rule, key: 2, occupancy: "" }, { ...rule, key: 3, percent: "-" }];
    const draft = {
      ...newDraft,
      startsAt: "2027-01-15T19:30",
      tiers: [
        { name: "", price: "42" },
        { name: "B", price: "x" },
      ],
      rules,
      priceFloor: "30",
    };
    expect(previewOf(draft, "Europe/Vienna")).toEqual({
      tiers: [{ name: "Unnamed", price: 4200 }],
      rules: [{ when: { occupancyAtLeast: 0.8 }, percent: 15 }],
      floor: 3000,
      ceiling: null,
      startsAtMs: Date.parse("2027-01-15T18:30:00Z"),
    });
  });
});
