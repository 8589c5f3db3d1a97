import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket } from "./live-socket.ts";
import { reconnectAfterMs } from "./reconnecting.ts";

/** As browsers have it; the test is the server. */
class BrowserSocket {
  static all: BrowserSocket[] = [];
  readonly url: string;
  readonly sent: string[] = [];
  isClosed = false;
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: () => void = () => {};
  constructor(url: URL) {
    this.url = String(url);
    BrowserSocket.all.push(this);
  }
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
}

const later = 20_000;
const opened = (): BrowserSocket[] => BrowserSocket.all.filter(({ isClosed }) => !isClosed);
const turns = () => vi.advanceTimersByTimeAsync(0);

describe("a live socket", () => {
  const page = new EventTarget();
  beforeEach(() => {
    vi.useFakeTimers();
    BrowserSocket.all = [];
    vi.stubGlobal("WebSocket", BrowserSocket);
    vi.stubGlobal("location", { href: "https://marquee.test/cart" });
    vi.stubGlobal("document", Object.assign(page, { hidden: false }));
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("comes back with a fresh ticket after every break, and not once it is stopped", async () => {
    let tickets = 0;
    const heard: unknown[] = [];
    const live = new LiveSocket({ path: "/cart/live", ticket: async () => `t${++tickets}`, hear: (frame) => heard.push(frame) });
    live.start();
    await turns();
    const [first] = BrowserSocket.all;
    expect(first?.url).toBe("wss://marquee.test/api/v1/cart/live?ticket=t1");
    first?.onopen();
    first?.onmessage({ data: "pong" });
    first?.onmessage({ data: '{"rev":1}' });
    expect(heard).toEqual([{ rev: 1 }]);
    first?.onclose();
    await vi.advanceTimersByTimeAsync(later);
    expect(BrowserSocket.all[1]?.url).toBe("wss://marquee.test/api/v1/cart/live?ticket=t2");
    live.stop();
    BrowserSocket.all[1]?.onclose();
    await vi.advanceTimersByTimeAsync(later);
    expect([BrowserSocket.all.length, opened().length]).toEqual([2, 0]);
  });

  it("is one socket, however often somebody comes back in front while its ticket is on its way", async () => {
    const answers: ((ticket: string) => void)[] = [];
    let isDown = true;
    const ticket = () => (isDown ? Promise.reject(new Error("down")) : new Promise<string>((resolve) => answers.push(resolve)));
    const live = new LiveSocket({ path: "/cart/live", ticket, hear: () => {} });
    live.start();
    await turns();
    isDown = false;
    for (let times = 0; times < 3; times++) page.dispatchEvent(new Event("visibilitychange"));
    await turns();
    for (const answer of answers) answer("late");
    await vi.advanceTimersByTimeAsync(later);
    expect([answers.length, opened().length]).toEqual([1, 1]);
    live.stop();
  });

  it("gives up a connection on which nothing is answered any more", async () => {
    const breaks: number[] = [];
    const live = new LiveSocket({
      path: "/cart/live",
      ticket: async () => "t",
      hear: () => {},
      broken: (failures) => {
        breaks.push(failures);
        return 60_000;
      },
    });
    live.start();
    await turns();
    BrowserSocket.all[0]?.onopen();
    await vi.advanceTimersByTimeAsync(36_000);
    expect([BrowserSocket.all[0]?.sent, BrowserSocket.all[0]?.isClosed, breaks]).toEqual([["ping"], true, [1]]);
    await vi.advanceTimersByTimeAsync(later);
    expect(BrowserSocket.all.length).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(BrowserSocket.all.length).toBe(2);
    live.stop();
  });
});

describe("coming back after a break", () => {
  it("spreads everybody over the whole pause, which grows to twenty seconds at most", () => {
    expect(reconnectAfterMs(0, 0)).toBe(50);
    expect(reconnectAfterMs(0, 1)).toBe(500);
    expect(reconnectAfterMs(3, 1)).toBe(4000);
    expect(reconnectAfterMs(1000, 1)).toBe(20_000);
    expect(reconnectAfterMs(1000, 0)).toBe(2000);
  });
});
