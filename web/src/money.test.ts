import { describe, expect, it } from "vitest";
import { money, priceRange, shortMoney } from "./money.ts";

describe("an amount in minor units", () => {
  it.each([
    [4200, "EUR", "€42.00", "€42"],
    [4250, "EUR", "€42.50", "€42.50"],
    [4200, "JPY", "¥4,200", "¥4,200"],
    [4200, "KWD", "KWD 4.200", "KWD 4.200"],
  ])("%i %s is charged as %s and advertised as %s", (minor, currency, charged, advertised) => {
    expect(money(minor, currency).replace("\u00a0", " ")).toBe(charged);
    expect(shortMoney(minor, currency).replace("\u00a0", " ")).toBe(advertised);
  });

  it("is a range where the ends differ", () => {
    expect(priceRange(4200, 6500, "EUR")).toBe("€42 – €65");
    expect(priceRange(4200, 4200, "EUR")).toBe("€42");
  });
});
