import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { newId } from "../../workers/platform/ids.ts";
import { type Command, decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { isOfReservation } from "./facts.ts";
import { GroupCommit } from "./group-commit.ts";
import { Projector } from "./projector.ts";
import { newSeats } from "./seats.ts";
import { SeatMapStorage } from "./storage.ts";
import { start, terms } from "./test-house.ts";

it("D1 is told of what is on disk, never of what is only decided, and of everything in the end", async () => {
  const showtimeId = newId("showtime");
  await runInDurableObject(env.SEAT_MAP.getByName(`projector:${showtimeId}`), async (_, state) => {
    const storage = new SeatMapStorage(state.storage);
    const { ledger } = storage.create({ ...terms, appId: "app_projector", showtimeId });
    const commits = new GroupCommit((batch) => {
      storage.commit(() => {
        for (const fact of batch.flatMap(({ facts }) => facts)) storage.write(ledger, fact, fact.seq, null);
      });
      for (const fact of batch.flatMap(({ facts }) => facts)) if (isOfReservation(fact)) projector.touch(fact.token, fact.seq);
    });
    const projector = new Projector(env, ledger, storage, commits, 0);
    const submit = (command: Command) => {
      const { facts } = decide(ledger, command, start);
      for (const fact of facts) evolve(ledger, fact);
      return commits.add({ facts, record: null, events: [] });
    };
    const hold = (token: string, index: number) =>
      submit({ type: "hold", userId: "usr_1", token: `${token}-${showtimeId}`, seatIds: [ledger.seats[index]?.id ?? ""] });
    const told = async () => {
      const { results } = await env.DB.prepare("SELECT token FROM reservations WHERE showtime_id = ? ORDER BY token")
        .bind(showtimeId)
        .all();
      return results.length;
    };

    await submit({ type: "add", seats: newSeats(ledger, [{ seatNumber: "1" }, { seatNumber: "2" }]) });
    await hold("a", 0);
    const undecidedYet = hold("b", 1);
    await projector.run();
    await undecidedYet;
    await projector.run();
    expect(await vi.waitUntil(async () => ((await told()) === 2 ? 2 : null), { timeout: 2000 })).toBe(2);
    const saved = state.storage.sql.exec<{ projected_seq: number }>("SELECT projected_seq FROM showtime").one().projected_seq;
    expect(saved).toBe(ledger.seq);
  });
});

it("D1 hears of more than fits one telling, also where a seat went from a booking that comes late to one that comes early", async () => {
  const showtimeId = newId("showtime");
  await runInDurableObject(env.SEAT_MAP.getByName(`projector:${showtimeId}`), async (_, state) => {
    const storage = new SeatMapStorage(state.storage);
    const { ledger } = storage.create({ ...terms, appId: "app_projector", showtimeId, maxSeatsPerUser: 1000 });
    const commits = new GroupCommit((batch) => {
      const facts = batch.flatMap((entry) => entry.facts);
      storage.commit(() => {
        for (const fact of facts) storage.write(ledger, fact, fact.seq, null);
      });
      for (const fact of facts) if (isOfReservation(fact)) projector.touch(fact.token, fact.seq);
    });
    const projector = new Projector(env, ledger, storage, commits, 0);
    const submit = (command: Command) => {
      const { facts } = decide(ledger, command, start);
      for (const fact of facts) evolve(ledger, fact);
      return commits.add({ facts, record: null, events: [] });
    };
    const seatId = (index: number) => ledger.seats[index]?.id ?? "";
    const hold = (token: string, index: number) => submit({ type: "hold", userId: "u", token, seatIds: [seatId(index)] });
    const confirm = (token: string, bookingId: string) =>
      submit({ type: "confirm", userId: "u", token, bookingId, payment: { id: `pay ${bookingId}`, amount: 6500, currency: "EUR" } });
    await submit({
      type: "add",
      seats: newSeats(
        ledger,
        Array.from({ length: 600 }, (_, n) => ({ seatNumber: String(n) })),
      ),
    });
    const code = showtimeId.slice(-10);
    await hold("old", 0);
    await confirm("old", `BK-1-${code}`);
    await projector.run();
    // The new booking's hold is the first that D1 has not heard of; the old booking gives its seat up only behind the cut.
    await hold("new", 1);
    for (let index = 2; index < 550; index++) await hold(`filler ${index}`, index);
    const move = (bookingId: string, token: string, index: number) =>
      submit({ type: "holdExchange", userId: "u", bookingId, seatIds: [seatId(index)], token, refundId: token });
    await confirm("new", `BK-2-${code}`);
    await move(`BK-1-${code}`, "away", 560);
    await submit({ type: "confirm", userId: "u", token: "away", bookingId: "none", payment: null });
    await move(`BK-2-${code}`, "into", 0);
    await submit({ type: "confirm", userId: "u", token: "into", bookingId: "none", payment: null });
    await projector.run();
    expect([projector.retryAt, await seatsInD1(showtimeId)]).toEqual([
      null,
      { [`BK-1-${code}`]: seatId(560), [`BK-2-${code}`]: seatId(0) },
    ]);
  });
});

async function seatsInD1(showtimeId: string): Promise<Record<string, string>> {
  const { results } = await env.DB.prepare("SELECT booking_id, seat_id FROM booking_seats WHERE showtime_id = ?")
    .bind(showtimeId)
    .all<{ booking_id: string; seat_id: string }>();
  return Object.fromEntries(results.map(({ booking_id, seat_id }) => [booking_id, seat_id]));
}
