import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The ids of a room's messages by their seq, as D1 has them: read from the local platform's file while it runs. */
export function archivedIds(state: string, roomId: string): string[] {
  const folder = join(state, "v3", "d1", "miniflare-D1DatabaseObject");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    try {
      const rows = database.prepare("SELECT seq, id FROM messages WHERE room_id = ? ORDER BY seq").all(roomId);
      const gap = rows.findIndex(({ seq }, index) => seq !== index + 1);
      return rows.slice(0, gap === -1 ? rows.length : gap).map(({ id }) => String(id));
    } finally {
      database.close();
    }
  }
  throw new Error(`no database in ${folder}`);
}
