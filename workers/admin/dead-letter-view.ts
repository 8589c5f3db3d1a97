import type { DeadLetter } from "../../contracts/admin.ts";
import { limits } from "../../contracts/limits.ts";
import type { deadLetters } from "../notifications/tables.ts";

/** What is a secret, or says who somebody is, by the names that we give such fields. */
const confidential = /token|secret|password|otp|cookie|authorization|email|phone|recipient|payload|excerpt/i;

/** A dead letter as it is shown. */
export function deadLetterView({ body, createdAt, replayedAt, ...row }: typeof deadLetters.$inferSelect): DeadLetter {
  return {
    ...row,
    body: shownBody(body),
    createdAt: new Date(createdAt).toISOString(),
    replayedAt: replayedAt === null ? null : new Date(replayedAt).toISOString(),
  };
}

/** The body without what is confidential; of one that is longer than a page can hold, only its length. */
function shownBody(body: string): unknown {
  if (body.length > limits.deadLetterBodyCharsMax) return { characters: body.length };
  return blankedOut(JSON.parse(body));
}

function blankedOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blankedOut);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, confidential.test(name) ? "•••" : blankedOut(part)]));
}
