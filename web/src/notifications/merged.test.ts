import { expect, it } from "vitest";
import type { Notification } from "../../../contracts/notifications.ts";
import { hrefOf, merged, type NotificationAt } from "./merged.ts";

const at = (minute: number): Notification => ({
  id: `n${minute}`,
  type: "booking.confirmed",
  topic: "bookings",
  title: `at ${minute}`,
  body: "",
  path: "/bookings/BK-1",
  data: {},
  at: `2026-11-21T09:${String(minute).padStart(2, "0")}:00.000Z`,
  readAt: null,
});
const titles = (items: readonly NotificationAt[]) => items.map(({ title, domain }) => `${domain} ${title}`);

it("what several apps told is one list, the newest first", () => {
  const reads = [
    { domain: "EVENT" as const, items: [at(5), at(1)], nextCursor: null },
    { domain: "MOVIE" as const, items: [at(4), at(2)], nextCursor: null },
  ];
  expect(titles(merged(reads))).toEqual(["EVENT at 5", "MOVIE at 4", "MOVIE at 2", "EVENT at 1"]);
});

it("the list ends where the app ends that was read least far, so that nothing appears in between later", () => {
  const reads = [
    { domain: "EVENT" as const, items: [at(50), at(40)], nextCursor: "more" },
    { domain: "MOVIE" as const, items: [at(45), at(20)], nextCursor: "more" },
    { domain: "BUS" as const, items: [], nextCursor: null },
  ];
  expect(titles(merged(reads))).toEqual(["EVENT at 50", "MOVIE at 45", "EVENT at 40"]);
});

it("a path leads into the app that told it, unless it names one itself", () => {
  const item: NotificationAt = { ...at(1), domain: "MOVIE" };
  const paramOf = (domain: string) => domain.toLowerCase();
  expect(hrefOf(item, paramOf)).toBe("/bookings/BK-1?d=movie");
  expect(hrefOf({ ...item, path: "/chat/room_1?d=event&message=m3" }, paramOf)).toBe("/chat/room_1?d=event&message=m3");
  expect(hrefOf({ ...item, path: null }, paramOf)).toBeNull();
});
