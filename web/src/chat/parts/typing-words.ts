/** `Ada is writing`, `Ada and Ben are writing`, `3 people are writing`. */
export function typingWords(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return "";
  if (names.length > 2) return `${names.length} people are writing`;
  return second === undefined ? `${first} is writing` : `${first} and ${second} are writing`;
}
