const key = "mq_searches";
const keptMax = 5;

export function recentSearches(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function rememberSearch(text: string): void {
  const search = text.trim();
  if (search === "") return;
  const others = recentSearches().filter((each) => each.toLowerCase() !== search.toLowerCase());
  localStorage.setItem(key, JSON.stringify([search, ...others].slice(0, keptMax)));
}
