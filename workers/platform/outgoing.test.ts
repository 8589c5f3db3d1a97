import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { call, testCtx } from "../../test/harness.ts";
import { refusedAddresses } from "../../test/refused-addresses.ts";
import { AppError } from "./app-error.ts";
import { type Dependency, DependencyOpen } from "./breaker-permits.ts";
import { callDependency, DependencyTimeout, outgoingFetch, requireReachable } from "./outgoing.ts";

const production = { ENVIRONMENT: "production", OUTBOUND_ALLOW: "" } as const;
const local = { ENVIRONMENT: "local", OUTBOUND_ALLOW: "127.0.0.1:9911, localhost:9912" } as const;
const isReachable = (url: string, where: { ENVIRONMENT: string; OUTBOUND_ALLOW: string } = production): boolean => {
  try {
    return requireReachable(where as typeof env, url).href.length > 0;
  } catch (error) {
    expect(error).toMatchObject({ code: "URL_NOT_ALLOWED", status: 422 });
    return false;
  }
};

describe("an address that somebody gives us", () => {
  for (const [what, urls] of Object.entries(refusedAddresses)) {
    it(`is refused if it is one of ${what}`, () => {
      for (const url of urls) expect([url, isReachable(url)]).toEqual([url, false]);
    });
  }

  it("passes with a public name, however it is written", () => {
    for (const url of [
      "https://example.com",
      "https://hooks.example.co.uk:443/path?query#part",
      "HTTPS://EXAMPLE.COM/",
      "https://bücher.example/",
      "https://localhost.example.com/",
      "https://a-1.b2.example/",
      "https:\\\\example.com\\path",
    ]) {
      expect([url, isReachable(url)]).toEqual([url, true]);
    }
  });

  it("that OUTBOUND_ALLOW names passes in a local environment and in no other", () => {
    expect(isReachable("http://127.0.0.1:9911/mails", local)).toBe(true);
    expect(isReachable("http://localhost:9912", local)).toBe(true);
    for (const url of [
      "http://127.0.0.1:9912/",
      "http://127.0.0.1/",
      "http://127.0.0.1:99111/",
      "http://user@127.0.0.1:9911/",
      "ftp://127.0.0.1:9911",
    ])
      expect([url, isReachable(url, local)]).toEqual([url, false]);
    expect(isReachable("http://127.0.0.1:9911/mails", { ...local, ENVIRONMENT: "production" })).toBe(false);
  });
});

describe("a request to outside", () => {
  afterEach(() => vi.restoreAllMocks());
  /** The other side of the network, and nothing of ours: what the runtime's own fetch would bring. */
  const otherSide = (answer: (url: string, init: RequestInit) => Promise<Response> | Response) =>
    vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => answer(String(url), init ?? {}));

  it("asks the guard again, follows no redirect and hands over what came", async () => {
    const fetched = otherSide(() => new Response(null, { status: 302, headers: { location: "https://127.0.0.1/" } }));
    const answer = await outgoingFetch(env, "https://example.com/hook", { method: "POST", body: "x" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "https://127.0.0.1/"]);
    expect(fetched).toHaveBeenCalledOnce();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ redirect: "manual", method: "POST" });
    await expect(outgoingFetch(env, "https://127.0.0.1/")).rejects.toMatchObject({ code: "URL_NOT_ALLOWED" });
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("reads no more than it may, though the other side never stops", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (stream) => {
        sent += 1000;
        stream.enqueue(new Uint8Array(1000));
      },
    });
    otherSide(() => new Response(endless));
    await expect(outgoingFetch(env, "https://example.com/", {}, { bytesMax: 10_000 })).rejects.toThrow("larger than 10000 bytes");
    expect(sent).toBeLessThan(20_000);
  });

  it("is given up when it is late", async () => {
    otherSide((_url, { signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))));
    await expect(outgoingFetch(env, "https://example.com/", {}, { timeoutMs: 20 })).rejects.toThrow(/abort|time/i);
  });
});

describe("a call to a dependency", () => {
  let at = 1_800_000_000_000;
  const fresh = (): Dependency => `oidc:${crypto.randomUUID()}`;
  const quiet = { error: () => {}, warn: () => {}, info: () => {} } as never;
  const ctx = (parts: Parameters<typeof testCtx>[0] = {}) => testCtx({ now: () => at, ...parts });
  const works = async () => "done";
  const breaks = async () => {
    throw new Error("the other side broke");
  };
  const callFor = (name: Dependency, work: () => Promise<unknown>) =>
    callDependency(ctx(), name, work).then(String, (error: unknown) => error);

  it("is not made while three of the last five have failed, and is tried twice after ten seconds", async () => {
    const name = fresh();
    for (const work of [works, breaks, breaks, works, breaks]) await callFor(name, work);
    const made = vi.fn(works);
    const refusedCall = await callFor(name, made);
    expect(refusedCall).toBeInstanceOf(DependencyOpen);
    expect(refusedCall).toMatchObject({
      code: "DEPENDENCY_UNAVAILABLE",
      status: 503,
      details: { dependency: name, retryAfterSeconds: 10 },
    });
    at += 9_000;
    expect(await callFor(name, made)).toMatchObject({ details: { retryAfterSeconds: 1 } });
    expect(made).not.toHaveBeenCalled();
    at += 1_000;
    expect([await callFor(name, made), await callFor(name, made), await callFor(name, made)]).toEqual(["done", "done", "done"]);
  });

  it("counts against it what throws, what answers 5xx or 429, and nothing else", async () => {
    const opens = async (work: () => Promise<unknown>) => {
      const name = fresh();
      for (let n = 0; n < 5; n++) await callFor(name, work);
      return (await callFor(name, works)) instanceof DependencyOpen;
    };
    const answers = (status: number) => async () => new Response(null, { status });
    const throws = (error: unknown) => async () => {
      throw error;
    };
    expect(await opens(breaks)).toBe(true);
    for (const status of [500, 503, 429]) expect([status, await opens(answers(status))]).toEqual([status, true]);
    for (const status of [200, 302, 400, 404, 422]) expect([status, await opens(answers(status))]).toEqual([status, false]);
    expect(await opens(throws(new AppError("PAYMENT_DECLINED")))).toBe(false);
    expect(await opens(throws(Object.assign(new Error("invalid_grant"), { status: 400 })))).toBe(false);
    expect(await opens(throws(Object.assign(new Error("away"), { status: 502 })))).toBe(true);
  });

  it("counts it as a failure when it does not end in time, and says that it was made", async () => {
    const set = (properties: object) => call("PUT", "/api/v1/admin/config/marquee/local", { admin: true, body: { properties } });
    await set({ "breaker.timeout-ms": 100 });
    try {
      const never = () => new Promise<never>(() => {});
      expect(await callFor(fresh(), never)).toBeInstanceOf(DependencyTimeout);
    } finally {
      await set({});
    }
  });

  it("is made without asking while the last five were good, and its first failure is told at once", async () => {
    const name = fresh();
    let asked = 0;
    const CIRCUIT_BREAKER = new Proxy(env.CIRCUIT_BREAKER, {
      get: (namespace, key: "get") => {
        if (key === "get") asked++;
        return namespace[key].bind(namespace);
      },
    });
    const callCounted = (work: () => Promise<unknown>) =>
      callDependency(ctx({ env: { ...env, CIRCUIT_BREAKER } }), name, work).catch((error: unknown) => error);
    for (let n = 0; n < 6; n++) await callCounted(works);
    asked = 0;
    for (let n = 0; n < 20; n++) await callCounted(works);
    expect(asked).toBe(0);
    at += 1000;
    await callCounted(works);
    expect(asked).toBe(1);
    for (let n = 0; n < 3; n++) await callCounted(breaks);
    const made = vi.fn(works);
    expect(await callCounted(made)).toBeInstanceOf(DependencyOpen);
    expect(made).not.toHaveBeenCalled();
  });

  it("goes through when the breaker itself is away", async () => {
    const CIRCUIT_BREAKER = new Proxy(env.CIRCUIT_BREAKER, {
      get: () => () => {
        throw new Error("no objects today");
      },
    });
    expect(await callDependency(ctx({ env: { ...env, CIRCUIT_BREAKER }, log: quiet }), fresh(), works)).toBe("done");
  });
});
