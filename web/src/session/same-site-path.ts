/** `raw` if it is a path of this site, else nothing: an address in a link must not lead people elsewhere after they log in. */
export function sameSitePath(raw: unknown): string | undefined {
  if (typeof raw !== "string" || !raw.startsWith("/") || raw.startsWith("//")) return undefined;
  try {
    const url = new URL(raw, location.origin);
    const path = url.pathname + url.search + url.hash;
    return url.origin === location.origin && !path.startsWith("//") ? path : undefined;
  } catch {
    return undefined;
  }
}
