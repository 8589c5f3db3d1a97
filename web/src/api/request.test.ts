import { beforeEach, describe, expect, it, vi } from "vitest";

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const refused = (code: string) => answer(401, { success: false, error: { code, message: code } });

/** A server whose access tokens are `t1`, `t2`, …; only the newest is good. */
function server({ refreshes }: { refreshes: boolean }) {
  const seen: string[] = [];
  let newest = 0;
  const fetchStub = async (path: string, init: RequestInit = {}) => {
    await Promise.resolve();
    const token = new Headers(init.headers).get("authorization")?.slice(7);
    if (path === "/web-config") return answer(200, { apps: [{ appId: "app_1", publishableKey: "pk", domain: "EVENT", name: "Hall" }] });
    seen.push(`${path.replace("/api/v1", "")} ${token ?? "-"}`);
    if (path.endsWith("/auth/refresh")) {
      newest += 1;
      return refreshes || newest === 1
        ? answer(200, { success: true, data: { accessToken: `t${newest}`, expiresIn: 900 } })
        : refused("REFRESH_TOKEN_INVALID");
    }
    if (token !== `t${newest}`) return refused("TOKEN_EXPIRED");
    return answer(200, { success: true, data: path.endsWith("/auth/me") ? { user: { name: "Ada" } } : { path } });
  };
  vi.stubGlobal("fetch", fetchStub);
  return { seen, expire: () => (newest += 1) };
}

describe("a request in somebody's name", () => {
  beforeEach(() => {
    vi.resetModules();
    const kept = new Map([["mq_signed_in", "1"]]);
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    vi.stubGlobal("addEventListener", () => undefined);
  });

  it("renews an expired token once for all who wait, and sends them again", async () => {
    const { seen, expire } = server({ refreshes: true });
    const { request } = await import("./request.ts");
    await request("EVENT", "/bookings");
    expire();
    seen.length = 0;
    const answers = await Promise.all(["/a", "/b", "/c", "/d"].map((path) => request("EVENT", path)));
    expect(answers).toEqual(["/a", "/b", "/c", "/d"].map((path) => ({ path: `/api/v1${path}` })));
    expect(seen.filter((line) => line.startsWith("/auth/refresh"))).toHaveLength(1);
    expect(seen.filter((line) => line.endsWith(" t3"))).toHaveLength(4);
  });

  it("ends the session, once, where the token cannot be renewed", async () => {
    const { expire } = server({ refreshes: false });
    const { request } = await import("./request.ts");
    const { isSignedIn, onSessionEnd } = await import("../session/session.ts");
    const ended = vi.fn();
    onSessionEnd(ended);
    await request("EVENT", "/bookings");
    expect(isSignedIn()).toBe(true);
    expire();
    const answers = await Promise.allSettled(["/a", "/b"].map((path) => request("EVENT", path)));
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(ended.mock.calls).toEqual([["expired"]]);
    expect(isSignedIn()).toBe(false);
  });
});
