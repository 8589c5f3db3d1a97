import { describe, expect, it } from "vitest";
import { Drafts } from "./drafts.ts";
import { forgetUnsent, keptInBrowser } from "./kept-in-browser.ts";
import { Outbox } from "./outbox.ts";
import { message } from "./sample-messages.ts";

/** As browsers have it. */
class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  getItem = (key: string) => this.#items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  removeItem = (key: string) => void this.#items.delete(key);
  clear = () => this.#items.clear();
}

const keepIn = (storage: Storage) => keptInBrowser(storage, "usr_me:EVENT");
const draft = (clientId: string, roomId = "room_1") => ({ clientId, roomId, content: clientId });
const ids = (unsent: readonly { clientId: string }[]) => unsent.map(({ clientId }) => clientId);

describe("what was written and not yet sent", () => {
  it("is sent one after the other in the order of writing, and each room by itself", () => {
    const outbox = new Outbox(keepIn(new MemoryStorage()));
    outbox.write(draft("a"), 1000);
    outbox.write(draft("b"), 1000);
    outbox.write(draft("c", "room_2"), 1000);
    expect(ids(outbox.take(1000))).toEqual(["a", "c"]);
    expect(outbox.take(1000)).toEqual([]);
    outbox.stored("a");
    expect(ids(outbox.take(1000))).toEqual(["b"]);
  });

  it("survives a reload in its order and under its own names, until the room has it", () => {
    const storage = new MemoryStorage();
    const before = new Outbox(keepIn(storage));
    before.write(draft("z"), 1000);
    before.write(draft("a"), 1000);
    before.write(draft("m"), 900);
    before.take(1000);
    const after = new Outbox(keepIn(storage));
    expect(ids(after.of("room_1"))).toEqual(["z", "a", "m"]);
    expect(ids(after.take(2000))).toEqual(["z"]);
    after.stored("z");
    expect(ids(new Outbox(keepIn(storage)).of("room_1"))).toEqual(["a", "m"]);
  });

  it("is shown until the room says it, also when it is known to be stored", () => {
    const outbox = new Outbox(keepIn(new MemoryStorage()));
    outbox.write(draft("a"), 1000);
    outbox.take(1000);
    outbox.stored("a");
    expect(outbox.of("room_1")).toMatchObject([{ state: "STORED" }]);
    expect(outbox.arrived(message(1, { clientId: "a" }))).toBe(true);
    expect(outbox.isEmpty).toBe(true);
    expect(outbox.arrived(message(1, { clientId: "a" }))).toBe(false);
  });

  it("is sent again under the same name when the connection broke before the answer", () => {
    const outbox = new Outbox(keepIn(new MemoryStorage()));
    outbox.write(draft("a"), 1000);
    outbox.write(draft("b"), 1001);
    outbox.take(1001);
    outbox.disconnected();
    expect(ids(outbox.take(2000))).toEqual(["a"]);
  });

  it("is sent again under the same name when nobody answers", () => {
    const outbox = new Outbox(keepIn(new MemoryStorage()));
    outbox.write(draft("a"), 1000);
    outbox.take(1000);
    expect(outbox.dueAt()).toBe(21_000);
    expect(outbox.take(20_999)).toEqual([]);
    expect(ids(outbox.take(21_000))).toEqual(["a"]);
  });

  it("waits as long as the room says, and keeps the order meanwhile", () => {
    const outbox = new Outbox(keepIn(new MemoryStorage()));
    outbox.write(draft("a"), 1000);
    outbox.write(draft("b"), 1001);
    outbox.take(1001);
    outbox.refused("a", { code: "SLOW_MODE", reason: "slow", waitMs: 10_000 }, 1500);
    expect(outbox.take(11_499)).toEqual([]);
    expect(outbox.dueAt()).toBe(11_500);
    expect(ids(outbox.take(11_500))).toEqual(["a"]);
  });

  it("fails for good where the room will not have it, stays after a reload, and lets the next one pass", () => {
    const storage = new MemoryStorage();
    const outbox = new Outbox(keepIn(storage));
    outbox.write(draft("a"), 1000);
    outbox.write(draft("b"), 1001);
    outbox.take(1001);
    outbox.refused("a", { code: "MUTED", reason: "You may not write.", waitMs: null }, 1500);
    expect(ids(outbox.take(1500))).toEqual(["b"]);
    const after = new Outbox(keepIn(storage));
    expect(after.of("room_1")[0]).toMatchObject({ clientId: "a", state: "FAILED", reason: "You may not write." });
    after.discard("b");
    after.retry("a");
    expect(ids(after.take(3000))).toEqual(["a"]);
    after.discard("a");
    expect(new Outbox(keepIn(storage)).isEmpty).toBe(true);
  });

  it("belongs to one person and app, and is gone when they log out", () => {
    const storage = new MemoryStorage();
    storage.setItem("mq_theme", "dark");
    new Outbox(keepIn(storage)).write(draft("a"), 1000);
    new Drafts(storage, "usr_me").keep("room_1", "I was about to");
    expect(new Outbox(keptInBrowser(storage, "usr_other:EVENT")).isEmpty).toBe(true);
    expect(new Drafts(storage, "usr_me").of("room_1")).toBe("I was about to");
    expect(new Drafts(storage, "usr_me").of("room_2")).toBe("");
    expect(new Drafts(storage, "usr_other").of("room_1")).toBe("");
    forgetUnsent(storage);
    expect(new Outbox(keepIn(storage)).isEmpty).toBe(true);
    expect(new Drafts(storage, "usr_me").of("room_1")).toBe("");
    expect(storage.getItem("mq_theme")).toBe("dark");
  });

  it("loads what it can when an entry was spoiled", () => {
    const storage = new MemoryStorage();
    new Outbox(keepIn(storage)).write(draft("a"), 1000);
    storage.setItem("mq_unsent:usr_me:EVENT:b", "{");
    storage.setItem("mq_unsent:usr_me:EVENT:c", "7");
    expect(ids(new Outbox(keepIn(storage)).of("room_1"))).toEqual(["a"]);
  });

  it("stays on the page where the browser has no room for it", () => {
    const storage = new MemoryStorage();
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const outbox = new Outbox(keepIn(storage));
    outbox.write(draft("a"), 1000);
    expect(ids(outbox.take(1000))).toEqual(["a"]);
  });
});
