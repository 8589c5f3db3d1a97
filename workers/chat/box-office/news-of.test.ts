import { describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import { newsOf, seatsBackNews } from "./news-of.ts";
import { roomNameOf } from "./room-name-of.ts";

const common = { id: "sho_1:7", appId: "app_1", at: 0, source: { showtimeId: "sho_1", seq: 7 } };
const timeZone = "Europe/Vienna";
const startsAtMs = Date.parse("2027-01-15T18:30:00Z");

describe("the name of a showtime's room", () => {
  it("is the title with day and time on the clocks of the venue", () => {
    expect(roomNameOf({ title: "Hamlet", startsAtMs, timeZone })).toBe("Hamlet, 15 January, 19:30");
    expect(roomNameOf({ title: "Hamlet", startsAtMs, timeZone: "Pacific/Auckland" })).toBe("Hamlet, 16 January, 07:30");
  });

  it("stays within the length of a name, whatever the title", () => {
    const name = roomNameOf({ title: "X".repeat(limits.nameCharsMax), startsAtMs, timeZone });
    expect(name).toHaveLength(limits.nameCharsMax);
    expect(name).toMatch(/^X+…, 15 January, 19:30$/);
  });
});

describe("the news of a showtime", () => {
  it("say when it begins now and when it was to, in words that depend on no reader's clock", () => {
    const moved = { ...common, type: "showtime.rescheduled", startsAtMs: startsAtMs + 26 * 3_600_000, beforeMs: startsAtMs } as const;
    expect(newsOf(moved, timeZone)).toContain("Saturday, 16 January, at 21:30, instead of Friday, 15 January, at 19:30");
  });

  it("give the reason of a cancellation as the organizer wrote it, with no Markdown, link or mention made of it", () => {
    const cancelled = { ...common, type: "showtime.cancelled" } as const;
    const reason = "@ada broke [a leg](https://example.com) & *two* ribs";
    expect(newsOf({ ...cancelled, reason }, timeZone)).toContain(
      "The organizer says: @\u2060ada broke \\[a leg\\]\\(https://example.com\\) \\& \\*two\\* ribs. Everybody's money",
    );
    expect(newsOf({ ...cancelled, reason: null }, timeZone)).not.toContain("The organizer says");
  });

  it("count the seats that are free, one as one", () => {
    expect(seatsBackNews(1)).toBe("A seat has come back: **one is free** now.");
    expect(seatsBackNews(3)).toBe("Seats have come back: **3 are free** now.");
  });
});
