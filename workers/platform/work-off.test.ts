import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { Logger } from "./log.ts";
import { workOffTogether } from "./work-off.ts";

/** A queue's message that notes what becomes of it. */
function letter(body: string) {
  const answers: string[] = [];
  const message: Message = {
    id: body,
    body,
    timestamp: new Date(0),
    attempts: 1,
    ack: () => void answers.push("ack"),
    retry: () => void answers.push("retry"),
  };
  return { message, answers };
}

const where = { env, queue: "test", log: new Logger("off") };

it("a batch is worked off in one go", async () => {
  const letters = ["a", "b", "c"].map(letter);
  const runs: string[] = [];
  await workOffTogether(
    letters.map(({ message }) => message),
    where,
    "failed",
    async (messages) => void runs.push(messages.map(({ body }) => body).join()),
  );
  expect(runs).toEqual(["a,b,c"]);
  expect(letters.map(({ answers }) => answers)).toEqual([["ack"], ["ack"], ["ack"]]);
});

it("a message that cannot be done keeps no other from it, and comes again alone", async () => {
  const letters = ["a", "poison", "c"].map(letter);
  const done: unknown[] = [];
  await workOffTogether(
    letters.map(({ message }) => message),
    where,
    "failed",
    async (messages) => {
      if (messages.some(({ body }) => body === "poison")) throw new Error("poison");
      done.push(...messages.map(({ body }) => body));
    },
  );
  expect(done).toEqual(["a", "c"]);
  expect(letters.map(({ answers }) => answers)).toEqual([["ack"], ["retry"], ["ack"]]);
});

it("no messages are no work", async () => {
  await workOffTogether([], where, "failed", async () => {
    throw new Error("was called");
  });
});
