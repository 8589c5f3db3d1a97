import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** A platform on which nothing has ever happened, but for the files of its backups if they are to stay: what one stands before after a disaster. */
export async function freshPlatform({ keepBackups = false } = {}): Promise<void> {
  const kept = keepBackups ? await backupFiles() : [];
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  for (const { key, bytes, customMetadata } of kept) await env.BACKUPS.put(key, bytes, { customMetadata });
}

async function backupFiles(): Promise<{ key: string; bytes: ArrayBuffer; customMetadata: Record<string, string> }[]> {
  const { objects } = await env.BACKUPS.list();
  return Promise.all(
    objects.map(async ({ key }) => {
      const file = await env.BACKUPS.get(key);
      if (file === null) throw new Error(`${key} is gone`);
      return { key, bytes: await file.arrayBuffer(), customMetadata: file.customMetadata ?? {} };
    }),
  );
}
