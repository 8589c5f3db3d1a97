import type { BackupPart } from "../../contracts/backups.ts";

const salt = "marquee-backup";

/** What a part is of, beside its place. */
export type PartOf = { table: string } | { object: string };

/** Where the files of a backup lie, and its manifest. */
export const folderOf = (id: string): string => `backups/${id}/`;
export const manifestKey = (id: string): string => `${folderOf(id)}manifest.json`;
export const partKey = (id: string, of: PartOf, part: number): string =>
  `${folderOf(id)}${"table" in of ? `d1/${of.table}` : `objects/${of.object}`}/${String(part).padStart(6, "0")}.ndjson.gz.sealed`;

/**
 * Writes a part: compressed, then encrypted under a key derived from TOKEN_SECRET. What stands beside it (its digest, its rows) the manifest gathers. The same key
 * again takes the place of the first, so a page that is done twice leaves one part.
 */
export async function writePart(env: Env, key: string, of: PartOf, lines: string, rows: number): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(cipher(iv, key), await backupKey(env), await through(new CompressionStream("gzip"), lines));
  const file = new Uint8Array(iv.length + sealed.byteLength);
  file.set(iv);
  file.set(new Uint8Array(sealed), iv.length);
  await env.BACKUPS.put(key, file, { customMetadata: { sha256: await digestOf(file), rows: `${rows}`, ...of } });
}

/** The lines of a part as a backup's manifest names it. Throws if the file is missing or not as it was written. */
export async function readPart(env: Env, part: BackupPart): Promise<string> {
  const file = await soundPart(env, part);
  const plain = await crypto.subtle.decrypt(cipher(file.slice(0, 12), part.key), await backupKey(env), file.slice(12));
  return new Response(await through(new DecompressionStream("gzip"), plain)).text();
}

/** The file of a part. Throws if it is missing, or another one than the manifest says. */
export async function soundPart(env: Env, part: BackupPart): Promise<Uint8Array<ArrayBuffer>> {
  const found = await env.BACKUPS.get(part.key);
  if (found === null) throw new Error(`${part.key} is missing`);
  const file = new Uint8Array(await found.arrayBuffer());
  if ((await digestOf(file)) !== part.sha256) throw new Error(`${part.key} is damaged`);
  return file;
}

/** A part belongs to its place: in another's it does not open. */
const cipher = (iv: Uint8Array<ArrayBuffer>, key: string) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(key) });

async function backupKey(env: Env): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const secret = await crypto.subtle.importKey("raw", encoder.encode(env.TOKEN_SECRET), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: encoder.encode(salt), info: encoder.encode("parts") },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

async function through(stream: CompressionStream | DecompressionStream, what: string | ArrayBuffer): Promise<ArrayBuffer> {
  const { body } = new Response(what);
  if (body === null) throw new Error("there is nothing to send through");
  return new Response(body.pipeThrough(stream)).arrayBuffer();
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
