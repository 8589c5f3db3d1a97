import type { DialectName, Seat } from "./dialect.ts";

/** One way to have a chat: a server, and rooms at it. */
export interface Side {
  name: string;
  dialect: DialectName;
  /** The server's processes; what their descendants use counts as theirs. */
  processes: Record<string, number>;
  /** A new room with so many members, each with a seat at a socket of their own. */
  newRoom: (members: number) => Promise<{ seats: Seat[] }>;
}
