/** What crosses the boundary between the Worker and an app's `MessageSearch` object. Fields are only ever added, and optional when they are. */

/** A message as it is to be found. `content` empty: not at all, or no longer. `sentAt` in ms; `version`: of an older one than is known nothing is taken. */
export interface SearchRow {
  roomId: string;
  seq: number;
  version: number;
  sentAt: number;
  content: string;
}

/** `rooms`: where to look; null: in every room of the app. `asOf`: messages of later than this moment, in ms, are left out, so that pages fit together. */
export interface SearchQuestion {
  q: string;
  rooms: string[] | null;
  asOf: number;
  /** How many of the best to pass over. */
  skip: number;
  limit: number;
}

/** `highlight`: some words around what was found, which stands between \u0002 and \u0003. */
export interface SearchHit {
  roomId: string;
  seq: number;
  highlight: string;
}

/** What a `MessageSearch` object, one for each app, can be asked. */
export interface MessageSearchCalls {
  /** Takes these messages up, in place of older versions of them. Again: nothing. */
  index(rows: SearchRow[]): Promise<void>;
  /** The messages of a room with `after` < seq ≤ `upTo` are exactly these: whatever else is known there is forgotten. */
  indexRange(input: { roomId: string; after: number; upTo: number; rows: SearchRow[] }): Promise<void>;
  /** The best of the newest `limits.messagesSearchedMax` messages with every word of `q`. */
  search(question: SearchQuestion): Promise<{ hits: SearchHit[]; more: boolean }>;
}
