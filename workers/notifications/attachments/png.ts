/** PNG as of the W3C's recommendation: https://www.w3.org/TR/png-3/ */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A black and white picture as a PNG of one bit a pixel. It has `width` times `height` cells, each a square of `scale` pixels; all at least 1. `isDark`: what
 * stands in the cell at `x`, `y`, from the upper left corner.
 */
export async function blackAndWhitePng(
  { width, height, scale }: { width: number; height: number; scale: number },
  isDark: (x: number, y: number) => boolean,
): Promise<Uint8Array> {
  // Each row begins with its filter, which is none.
  const rowBytes = 1 + Math.ceil((width * scale) / 8);
  const rows = new Uint8Array(height * scale * rowBytes);
  for (let y = 0; y < height; y++) {
    const start = y * scale * rowBytes;
    for (let x = 0; x < width; x++) if (!isDark(x, y)) lighten(rows, start + 1, x * scale, scale);
    for (let copy = 1; copy < scale; copy++) rows.copyWithin(start + copy * rowBytes, start, start + rowBytes);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width * scale);
  view.setUint32(4, height * scale);
  // One bit a pixel, grey: 0 is black and 1 white. The rest is the only way there is, and not interlaced.
  header[8] = 1;
  return joined([Uint8Array.from(signature), chunk("IHDR", header), chunk("IDAT", await zlib(rows)), chunk("IEND", new Uint8Array())]);
}

function lighten(rows: Uint8Array, row: number, from: number, pixels: number): void {
  for (let x = from; x < from + pixels; x++) rows[row + (x >> 3)] = (rows[row + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
}

async function zlib(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function chunk(type: "IHDR" | "IDAT" | "IEND", data: Uint8Array): Uint8Array {
  const made = new Uint8Array(12 + data.length);
  const view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  made.set(new TextEncoder().encode(type), 4);
  made.set(data, 8);
  view.setUint32(8 + data.length, crc32(made.subarray(4, 8 + data.length)));
  return made;
}

/** The remainder of each byte, of the polynomial that the recommendation names. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (remainders[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
