import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataOf, exchange } from "./exchange.ts";
import type { ApiFailure } from "./failure.ts";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const tooEarly = (seconds: number) =>
  answer(
    429,
    { success: false, error: { code: "RATE_LIMITED", message: "…" } },
    { "retry-after": String(seconds), "x-request-id": "req_1" },
  );

function serverAnswers(...answers: Response[]) {
  const fetchStub = vi.fn(async () => answers.shift() ?? answer(500, {}));
  vi.stubGlobal("fetch", fetchStub);
  return fetchStub;
}

describe("an exchange with a server that says: too early", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits as long as it says, then reads again, once", async () => {
    const fetchStub = serverAnswers(tooEarly(2), answer(200, { success: true, data: "seats" }));
    const read = exchange("/api/v1/seats").then(dataOf);
    await vi.advanceTimersByTimeAsync(1999);
    expect(fetchStub).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await read).toBe("seats");

    const refusedAgain = serverAnswers(tooEarly(1), tooEarly(1), answer(200, {}));
    const second = exchange("/api/v1/seats").catch((error: ApiFailure) => error.code);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await second).toBe("RATE_LIMITED");
    expect(refusedAgain).toHaveBeenCalledTimes(2);
  });

  it("never sends a write again, but says how long to wait", async () => {
    const fetchStub = serverAnswers(tooEarly(3), answer(200, {}));
    const failure = await exchange("/api/v1/auth/login", { method: "POST", body: {} }).catch((error: ApiFailure) => error);
    expect(failure).toMatchObject({ code: "RATE_LIMITED", retryAfterSeconds: 3, requestId: "req_1" });
    expect(failure).toHaveProperty("message", "That was a little fast. Wait 3 seconds, then try again.");
    expect(fetchStub).toHaveBeenCalledTimes(1);
  });

  it("says how long an account is locked", async () => {
    const message = "Too many failed attempts. Wait for the seconds in Retry-After, then try again.";
    serverAnswers(answer(423, { success: false, error: { code: "ACCOUNT_LOCKED", message } }, { "retry-after": "300" }));
    const failure = await exchange("/api/v1/auth/login", { method: "POST", body: {} }).catch((error: ApiFailure) => error);
    expect(failure).toHaveProperty("message", "Too many failed attempts. Wait 5 minutes, then try again.");
  });

  it("does not keep somebody waiting for a minute", async () => {
    const fetchStub = serverAnswers(tooEarly(60));
    await expect(exchange("/api/v1/seats")).rejects.toMatchObject({ retryAfterSeconds: 60 });
    expect(fetchStub).toHaveBeenCalledTimes(1);
  });

  it("stops waiting when nobody wants the answer any more", async () => {
    const fetchStub = serverAnswers(tooEarly(5), answer(200, {}));
    const leaving = new AbortController();
    const read = exchange("/api/v1/seats", { signal: leaving.signal }).catch((error: Error) => error.name);
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort();
    expect(await read).toBe("AbortError");
    expect(fetchStub).toHaveBeenCalledTimes(1);
  });
});
