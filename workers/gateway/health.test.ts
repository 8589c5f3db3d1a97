import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { call } from "../../test/harness.ts";

describe("the health of the platform", () => {
  it("is UP when every part answers, and says how the circuit breakers stand", async () => {
    const response = await exports.default.fetch("http://localhost/actuator/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "UP",
      components: {
        database: { status: "UP" },
        objects: { status: "UP" },
        queue: { status: "UP" },
        configuration: { status: "UP" },
        circuitBreakers: { status: "UP" },
      },
    });
  });
});

describe("a dependency that is away", () => {
  it("is told by its breaker and takes the platform's health not down", async () => {
    const update = (updateState: string) => call("POST", "/actuator/circuitbreakers/mail", { admin: true, body: { updateState } });
    await update("FORCE_OPEN");
    const response = await exports.default.fetch("http://localhost/actuator/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "UP",
      components: { circuitBreakers: { status: "UP", details: { mail: "OPEN", payments: "CLOSED" } } },
    });
    await update("CLOSE");
  });
});

describe("paths", () => {
  it("that nobody serves are ROUTE_NOT_FOUND, whoever asks", async () => {
    const response = await exports.default.fetch("http://localhost/api/v1/nothing");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ success: false, error: { code: "ROUTE_NOT_FOUND" } });
    expect(response.headers.get("x-request-id")).toMatch(/[\w-]+/);
  });

  it("that do not take a method name those they take", async () => {
    const response = await exports.default.fetch("http://localhost/actuator/health", { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
    expect(await response.json()).toMatchObject({ error: { code: "METHOD_NOT_ALLOWED", details: { allow: ["GET"] } } });
  });
});
