import { describe, expect, it } from "vitest";
import { ShippingAddress } from "../../../../contracts/orders.ts";
import { addressOf } from "./address-draft.ts";
import { countries, countryName, likelyCountry } from "./countries.ts";

const draft = { name: " Ada Lovelace ", line1: "Ringstraße 1", line2: " ", postalCode: "1010", city: "Vienna", country: "AT" };

describe("an address", () => {
  it("is what the API takes, without an empty second line", () => {
    expect(ShippingAddress.parse(addressOf(draft))).toEqual({
      name: "Ada Lovelace",
      line1: "Ringstraße 1",
      postalCode: "1010",
      city: "Vienna",
      country: "AT",
    });
    expect(addressOf({ ...draft, line2: "Door 4" }).line2).toBe("Door 4");
  });

  it("can be in every country, each once and with a name", () => {
    expect(countries).toHaveLength(249);
    expect(new Set(countries.map(({ code }) => code)).size).toBe(249);
    for (const { code, name } of countries) expect(name, code).not.toBe(code);
    expect(countryName("AT")).toBe("Austria");
  });

  it("begins with the country of the reader's language, if that names one", () => {
    expect(likelyCountry(["en", "de-AT", "en-GB"])).toBe("AT");
    expect(likelyCountry(["en"])).toBe("");
  });
});
