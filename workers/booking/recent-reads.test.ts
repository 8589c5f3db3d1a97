import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hold, openHouse, seatAt } from "../../test/box-office.ts";
import { makeUser, origin } from "../../test/harness.ts";
import { noteWrite, recentRead } from "./recent-reads.ts";

describe("a read of a showtime's map", () => {
  it("is shown again for 100 ms, and for 5 ms after a write", async () => {
    let reads = 0;
    const at = (nowMs: number) => recentRead("app_1", "sho_1", "bitmap", nowMs, async () => ++reads);
    expect([await at(0), await at(99), await at(100)]).toEqual([1, 1, 2]);
    noteWrite("app_1", "sho_1");
    expect([await at(104), await at(105), await at(204), await at(205)]).toEqual([2, 3, 3, 4]);
    expect(await recentRead("app_2", "sho_1", "bitmap", 0, async () => "another app's")).toBe("another app's");
  });

  it("that began before a write is not shown after it", async () => {
    const slow = recentRead("app_1", "sho_2", "bitmap", 0, async () => {
      noteWrite("app_1", "sho_2");
      return "before";
    });
    expect(await slow).toBe("before");
    expect(await recentRead("app_1", "sho_2", "bitmap", 6, async () => "after")).toBe("after");
  });

  it("shows one's own hold at once", async () => {
    const house = await openHouse(8);
    const user = await makeUser(house.app);
    const read = async (index: number) => {
      const response = await exports.default.fetch(`${origin}/api/v1/showtimes/${house.showtimeId}/availability`, {
        headers: house.app.headers,
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return ((bytes[8 + (index >> 2)] ?? 0) >> ((index % 4) * 2)) & 3;
    };
    for (let index = 0; index < 8; index++) {
      expect(await read(index)).toBe(0);
      await scheduler.wait(5);
      await hold(user, [seatAt(house, index)]);
      expect(await read(index)).toBe(1);
    }
  });
});
