import type { BackupManifest } from "../../../contracts/backups.ts";
import { keptTables } from "../tables.ts";

/** Tables that have another number of rows than the backup, in words; called before the objects do anything of their own. */
export async function differencesIn(db: D1Database, { parts }: BackupManifest): Promise<string[]> {
  const counted = await db.batch<{ rows: number }>(keptTables.map(({ name }) => db.prepare(`SELECT count(*) AS rows FROM "${name}"`)));
  return keptTables.flatMap(({ name }, place) => {
    const expected = parts.filter(({ table }) => table === name).reduce((sum, { rows }) => sum + rows, 0);
    const found = counted[place]?.results[0]?.rows ?? 0;
    return found === expected ? [] : [`${name}: ${expected} rows in the backup, ${found} here`];
  });
}
