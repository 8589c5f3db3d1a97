/** What the addresses of the administration can hold. One set of words for all its pages: each takes those that it knows. */
export interface AdminSearch {
  q?: string | undefined;
  appId?: string | undefined;
  domain?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  status?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  queue?: string | undefined;
  state?: string | undefined;
  sort?: string | undefined;
  page?: number | undefined;
  cursor?: string | undefined;
  version?: number | undefined;
}

const texts = ["q", "appId", "domain", "from", "to", "status", "actor", "action", "subject", "queue", "state", "sort", "cursor"] as const;
const numbers = ["page", "version"] as const;

export function adminSearch(raw: Record<string, unknown>): AdminSearch {
  const search: AdminSearch = {};
  for (const key of texts) {
    const value = raw[key];
    if ((typeof value === "string" && value !== "") || typeof value === "number") search[key] = String(value).slice(0, 512);
  }
  for (const key of numbers) {
    const value = Number(raw[key] ?? Number.NaN);
    if (Number.isSafeInteger(value) && value >= 0) search[key] = value;
  }
  return search;
}
