import { describe, expect, it } from "vitest";
import type { PropertyDescription } from "../../../../../contracts/configuration.ts";
import { ApiFailure } from "../../../api/failure.ts";
import { boundsOf, descriptionOf, draftOf, faultsOf, newProperty, propertiesOf } from "./config-draft.ts";

const burst: PropertyDescription = {
  property: "rate.auth.burst",
  type: "integer",
  default: 5,
  min: 1,
  max: 100_000,
  secret: false,
  description: "Calls to /auth that a caller may make at once.",
};
const issuer: PropertyDescription = {
  property: "identity.oidc.{provider}.issuer",
  type: "string",
  default: "",
  charsMax: 2048,
  secret: false,
  description: "The issuer.",
};

describe("the draft of a configuration", () => {
  it("comes back as it was, with its types", () => {
    const properties = { "log.level": "info", "http.timeout-ms": 2000, "cache.on": false, "a.text": "5" };
    expect(propertiesOf(draftOf(properties))).toEqual(properties);
  });

  it("stands in the order of the names", () => {
    expect(draftOf({ b: 1, a: 2 }).map(({ property }) => property)).toEqual(["a", "b"]);
  });

  it("begins a property with its default", () => {
    expect(newProperty("rate.auth.burst", burst)).toEqual({ property: "rate.auth.burst", type: "number", text: "5" });
    expect(newProperty("anything", undefined)).toEqual({ property: "anything", type: "text", text: "" });
  });

  it("leaves what is no number to the server's judgement", () => {
    expect(propertiesOf([{ property: "rate.auth.burst", type: "number", text: "many" }])).toEqual({ "rate.auth.burst": "many" });
    expect(propertiesOf([{ property: "rate.auth.burst", type: "number", text: " 7 " }])).toEqual({ "rate.auth.burst": 7 });
  });

  it("finds the description of a name and of a pattern", () => {
    expect(descriptionOf("rate.auth.burst", [issuer, burst])).toBe(burst);
    expect(descriptionOf("identity.oidc.google.issuer", [issuer, burst])).toBe(issuer);
    expect(descriptionOf("identity.oidc.google.x.issuer", [issuer, burst])).toBeUndefined();
    expect(descriptionOf("identityXoidc.google.issuer", [issuer, burst])).toBeUndefined();
  });

  it("says what a value may be", () => {
    expect(boundsOf(burst)).toBe("A whole number, 1 to 100,000.");
    expect(boundsOf(issuer)).toBe("Text, at most 2048 characters.");
  });

  it("puts the server's faults beside their properties", () => {
    const issues = [{ path: "properties.rate.auth.burst", message: "must be between 1 and 100000" }];
    expect(faultsOf(new ApiFailure("VALIDATION_FAILED", "…", { details: { issues } }))).toEqual({
      "rate.auth.burst": "must be between 1 and 100000",
    });
    expect(faultsOf(new Error("…"))).toEqual({});
  });
});
