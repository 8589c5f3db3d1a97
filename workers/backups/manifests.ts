import { type Backup, BackupManifest, BackupPart } from "../../contracts/backups.ts";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import { hmac, sameText } from "../platform/digest.ts";
import { folderOf, manifestKey } from "./part-files.ts";

const purpose = "manifest of a backup";

/** The parts of a backup as they lie there, in the order of their names. */
export async function listParts(env: Env, id: string): Promise<BackupPart[]> {
  const parts: BackupPart[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await env.BACKUPS.list({ prefix: folderOf(id), include: ["customMetadata"], ...(cursor !== undefined && { cursor }) });
    for (const { key, size, customMetadata = {} } of page.objects) {
      if (key !== manifestKey(id)) parts.push(BackupPart.parse({ ...customMetadata, key, bytes: size, rows: Number(customMetadata.rows) }));
    }
    if (!page.truncated) return parts;
    cursor = page.cursor;
  }
}

/** Writes the manifest, signed with a key derived from TOKEN_SECRET: from now on this is a backup. */
export async function writeManifest(env: Env, manifest: BackupManifest): Promise<Backup> {
  const text = JSON.stringify(manifest);
  const summary = summaryOf(manifest);
  await env.BACKUPS.put(manifestKey(manifest.id), JSON.stringify({ mac: await hmac(env.TOKEN_SECRET, purpose, text), text }), {
    httpMetadata: { contentType: "application/json" },
    customMetadata: { summary: JSON.stringify(summary) },
  });
  return summary;
}

/** What a backup consists of. BACKUP_NOT_FOUND; BACKUP_UNFIT for one of another TOKEN_SECRET, or whose manifest was altered. */
export async function getManifest(env: Env, id: string): Promise<BackupManifest> {
  const found = await env.BACKUPS.get(manifestKey(id));
  if (found === null) throw new AppError("BACKUP_NOT_FOUND");
  const { mac, text } = parsedManifest(await found.text());
  if (!sameText(mac, await hmac(env.TOKEN_SECRET, purpose, text))) {
    throw new AppError("BACKUP_UNFIT", { reason: "Its manifest was not written with this TOKEN_SECRET, or was altered since." });
  }
  return BackupManifest.parse(JSON.parse(text));
}

function parsedManifest(file: string): { mac: string; text: string } {
  try {
    const { mac, text } = JSON.parse(file);
    return { mac: String(mac), text: String(text) };
  } catch {
    return { mac: "", text: "" };
  }
}

/** The ids of all that was ever begun and not forgotten, the oldest first; and the summary of each that came to its end. */
export async function listFolders(env: Env): Promise<{ id: string; backup: Backup | null }[]> {
  const { delimitedPrefixes } = await env.BACKUPS.list({ prefix: "backups/", delimiter: "/", limit: limits.backupsListed });
  const ids = delimitedPrefixes.map((prefix) => prefix.split("/")[1] ?? "").sort();
  return Promise.all(
    ids.map(async (id) => {
      const summary = (await env.BACKUPS.head(manifestKey(id)))?.customMetadata?.summary;
      return { id, backup: summary === undefined ? null : JSON.parse(summary) };
    }),
  );
}

const summaryOf = ({ id, startedAt, finishedAt, parts, objects }: BackupManifest): Backup => ({
  id,
  startedAt,
  finishedAt,
  bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  parts: parts.length,
  rows: parts.reduce((sum, { rows }) => sum + rows, 0),
  objects,
});
