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
