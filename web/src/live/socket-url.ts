/** Where the socket at this path of the API is, for whoever has a ticket. */
export function socketUrl(path: string, search: Record<string, string>): URL {
  const url = new URL(`/api/v1${path}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = new URLSearchParams(search).toString();
  return url;
}
