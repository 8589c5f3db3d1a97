/** Somebody who can be mentioned. */
export interface Mentionable {
  id: string;
  username: string;
  name: string;
}

const shownMax = 6;

/** The `@…` that is being written where the caret stands, or null. */
export function mentionAt(text: string, caret: number): { from: number; part: string } | null {
  const match = /(?<![\p{L}\p{N}_@])@([A-Za-z0-9._-]{0,64})$/u.exec(text.slice(0, caret));
  return match === null ? null : { from: match.index, part: (match[1] ?? "").toLowerCase() };
}

/** Those whom a part may mean: usernames that begin with it first, then words of names that do. */
export function mentionsFor<Person extends Mentionable>(people: readonly Person[], part: string): Person[] {
  const wanted = part.toLowerCase();
  const byUsername = people.filter(({ username }) => username.toLowerCase().startsWith(wanted));
  const byName = people.filter(
    (person) =>
      !byUsername.includes(person) &&
      person.name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(wanted)),
  );
  return [...byUsername, ...byName].slice(0, shownMax);
}

/** The text with the mention in the place of what was written of it, and where the caret stands then. */
export function withMention(text: string, caret: number, username: string): { text: string; caret: number } {
  const from = mentionAt(text, caret)?.from ?? caret;
  const said = `@${username} `;
  return { text: text.slice(0, from) + said + text.slice(caret).replace(/^ /, ""), caret: from + said.length };
}
