import { expect, it } from "vitest";
import { qrCode } from "../../booking/tickets/qr-code.ts";
import { blackAndWhitePng } from "./png.ts";
import { qrPng } from "./qr-png.ts";

interface Picture {
  width: number;
  height: number;
  isDark(x: number, y: number): boolean;
}

/** Reads a PNG of one bit a pixel without filters, and checks each chunk's sum by another way of making it. */
async function decoded(file: Uint8Array): Promise<Picture> {
  expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    chunks.set(new TextDecoder().decode(file.subarray(at + 4, at + 8)), file.subarray(at + 8, at + 8 + length));
    expect(view.getUint32(at + 8 + length)).toBe(crcOf(file.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(["IHDR", "IDAT", "IEND"]);
  const header = chunks.get("IHDR") ?? new Uint8Array();
  expect([...header.subarray(8)]).toEqual([1, 0, 0, 0, 0]);
  const [width, height] = [0, 4].map((at) => new DataView(header.buffer, header.byteOffset).getUint32(at));
  const packed = new Blob([(chunks.get("IDAT") ?? new Uint8Array()).slice()]).stream();
  const rows = new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
  const rowBytes = Math.ceil((width ?? 0) / 8) + 1;
  expect(rows.length).toBe(rowBytes * (height ?? 0));
  return { width: width ?? 0, height: height ?? 0, isDark: (x, y) => ((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0 };
}

/** Bit by bit, as the recommendation defines it. */
function crcOf(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

it("a picture comes out of its PNG as it went in, also where a row ends within a byte", async () => {
  const isDark = (x: number, y: number) => (x * 7 + y * 3) % 5 < 2;
  for (const [width, height, scale] of [
    [1, 1, 1],
    [8, 2, 1],
    [13, 5, 1],
    [13, 5, 3],
    [100, 100, 4],
  ] as const) {
    const picture = await decoded(await blackAndWhitePng({ width, height, scale }, isDark));
    expect([picture.width, picture.height]).toEqual([width * scale, height * scale]);
    for (let y = 0; y < picture.height; y++)
      for (let x = 0; x < picture.width; x++)
        if (picture.isDark(x, y) !== isDark(Math.floor(x / scale), Math.floor(y / scale))) throw new Error(`${x},${y} at ${scale}`);
  }
});

it("a ticket's code is the QR code of its token, module by module, with its quiet zone, in a few kilobytes", async () => {
  const token = `eyJhbGciOiJFUzI1NiJ9.${"x".repeat(300)}.${"y".repeat(86)}`;
  const file = await qrPng(token);
  expect(file.length).toBeLessThan(6000);
  const { width, height, isDark } = await decoded(file);
  const { size, runs } = qrCode(token);
  expect([width, height]).toEqual([size * 6, size * 6]);
  const dark = new Set(runs.flatMap(({ x, y, length }) => Array.from({ length }, (_, step) => `${x + step} ${y}`)));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const module = `${Math.floor(x / 6)} ${Math.floor(y / 6)}`;
      if (isDark(x, y) !== dark.has(module)) throw new Error(`the module ${module} is wrong`);
    }
});
