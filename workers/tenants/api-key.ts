import type { KeyKind } from "../../contracts/tenants.ts";
import { sha256 } from "../platform/digest.ts";
import { newId } from "../platform/ids.ts";
import type { apiKeys } from "./tables.ts";

export const keyPrefixes = { PUBLISHABLE: "mq_pk_live_", SECRET: "mq_sk_live_" } as const satisfies Record<KeyKind, string>;

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomCount = 30;
const checksumCount = 6;

type KeyTerms = Pick<typeof apiKeys.$inferSelect, "name" | "scopes" | "expiresAt">;

/**
 * A new key and the row that remembers it. The key is its prefix, 30 random characters (178 bits) and a checksum, by which scanners for
 * leaked secrets tell it from any other text without asking us. Only its hash is stored.
 */
export async function mintKey(kind: KeyKind, appId: string, nowMs: number, terms: Partial<KeyTerms> = {}) {
  const body = keyPrefixes[kind] + randomBase62(randomCount);
  const key = body + checksumOf(body);
  const { name = null, scopes = null, expiresAt = null } = terms;
  const row: typeof apiKeys.$inferSelect = {
    id: newId("key", nowMs),
    appId,
    kind,
    hash: await sha256(key),
    last4: key.slice(-4),
    createdAt: nowMs,
    expiresAt,
    name,
    scopes,
    lastUsedAt: null,
  };
  return { key, row };
}

/** Whether this can be a key of ours at all: its checksum says so without a look into the database. */
export const isKeyShaped = (key: string): boolean => checksumOf(key.slice(0, -checksumCount)) === key.slice(-checksumCount);

/** Six characters of base 62: the CRC-32 (ISO 3309) of all that precedes them. */
export function checksumOf(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let checksum = "";
  for (let place = 0; place < checksumCount; place++, rest = Math.floor(rest / 62)) checksum = alphabet[rest % 62] + checksum;
  return checksum;
}

/** Bytes from 248 on are thrown away: 256 is no multiple of 62, and the first letters would come up more often than the others. */
function randomBase62(count: number): string {
  let text = "";
  while (text.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) if (byte < 248 && text.length < count) text += alphabet[byte % 62];
  }
  return text;
}
