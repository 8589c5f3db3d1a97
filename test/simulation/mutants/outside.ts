import { mutant } from "./mutant.ts";

/** Bugs between the object and the world: the commit, the outbox, the projection, the keys, the tenants. */
export const mutantsOutside = [
  mutant("an answer before the commit", ["I13"], () => ({ early: "answers" })),

  mutant("an event before the commit", ["I11", "I9", "I13"], () => ({ early: "events" })),

  mutant("a projection before the commit", ["I12"], () => ({ early: "projection" })),

  mutant("an older telling that overwrites a newer one", ["I12"], () => ({ savesAnyway: true })),

  mutant("an outbox that loses a row", ["I11"], () => {
    let seen = 0;
    return { outbox: (event) => (++seen % 7 === 0 ? [] : [event]) };
  }),

  mutant("a mail at every delivery of its event", ["I11"], () => ({ consumesAnew: "mails" })),

  mutant("an Idempotency-Key that is never looked for", ["I6"], () => ({ forgetsKeys: "always" })),

  mutant("an Idempotency-Key that is forgotten with the memory", ["I6"], () => ({ forgetsKeys: "after-crash" })),

  mutant("a payment that is looked up without its app", ["I14"], () => ({ claims: "any-app" })),

  mutant("a showtime that is found without its app", ["I14"], () => ({ reachesAny: true })),

  mutant("a payment for a reservation that ended, which nobody gives back", ["I10"], () => ({ keepsLost: true })),
];
