import type { Ctx } from "../platform/context.ts";

/** One file of an archive. `sha256`: of the file as it lies there, in hexadecimal. */
export interface ArchivePart {
  key: string;
  table: string;
  rows: number;
  bytes: number;
  sha256: string;
}

export const folderOf = (month: string): string => `archive/${month}/`;
export const manifestKeyOf = (month: string): string => `${folderOf(month)}manifest.json`;

/** Writes rows as lines of JSON, packed by gzip. The same rows under the same number are the same file again. */
export async function writePart(
  ctx: Ctx,
  month: string,
  { table, part, rows }: { table: string; part: number; rows: readonly object[] },
): Promise<void> {
  const key = `${folderOf(month)}${table}/${String(part).padStart(6, "0")}.ndjson.gz`;
  const bytes = await packed(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  await ctx.env.BACKUPS.put(key, bytes, {
    sha256: digest,
    httpMetadata: { contentType: "application/gzip" },
    customMetadata: { table, rows: String(rows.length), sha256: hex(digest) },
  });
}

async function packed(text: string): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The parts of a month as they lie there, in the order of their keys. */
export async function partsOf(ctx: Ctx, month: string): Promise<ArchivePart[]> {
  const parts: ArchivePart[] = [];
  let cursor: string | undefined;
  do {
    const page: R2Objects = await ctx.env.BACKUPS.list({
      prefix: folderOf(month),
      include: ["customMetadata"],
      ...(cursor !== undefined && { cursor }),
    });
    for (const { key, size, customMetadata: { table, rows, sha256 } = {} } of page.objects) {
      if (table !== undefined && sha256 !== undefined) parts.push({ key, table, rows: Number(rows), bytes: size, sha256 });
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return parts;
}

/** Writes down what a month's archive consists of. Until this is there, the archive is not whole. */
export async function writeManifest(ctx: Ctx, month: string): Promise<ArchivePart[]> {
  const parts = await partsOf(ctx, month);
  const tables = [...Map.groupBy(parts, ({ table }) => table)].map(([table, ofTable]) => ({
    table,
    rows: ofTable.reduce((sum, { rows }) => sum + rows, 0),
    parts: ofTable.map(({ key, rows, bytes, sha256 }) => ({ key, rows, bytes, sha256 })),
  }));
  const manifest = { month, writtenAt: new Date(ctx.now()).toISOString(), tables };
  await ctx.env.BACKUPS.put(manifestKeyOf(month), JSON.stringify(manifest, null, 2), { httpMetadata: { contentType: "application/json" } });
  return parts;
}
