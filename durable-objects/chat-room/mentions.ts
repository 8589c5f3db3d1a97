import { limits } from "../../contracts/limits.ts";

const mention = /(?<![\p{L}\p{N}_@])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)/gu;

/** Whom `@username` in a text names, each once, in the order in which they are named. `userOf`: the member of a name in lower case, or undefined. */
export function mentionsIn(content: string, userOf: (username: string) => string | undefined): string[] {
  const found = new Set<string>();
  for (const [, username = ""] of content.matchAll(mention)) {
    const userId = userOf(username.toLowerCase());
    if (userId !== undefined) found.add(userId);
    if (found.size >= limits.mentionsPerMessageMax) break;
  }
  return [...found];
}
