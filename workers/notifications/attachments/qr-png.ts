import { qrCode } from "../../booking/tickets/qr-code.ts";
import { blackAndWhitePng } from "./png.ts";

/** Enough for a gate's camera in front of a phone, and for a screen with twice as many pixels as it says. */
const pixelsOfModule = 6;

/** A text as a QR code with its quiet zone, as a PNG. */
export async function qrPng(text: string): Promise<Uint8Array> {
  const { size, runs } = qrCode(text);
  const dark = new Uint8Array(size * size);
  for (const { x, y, length } of runs) dark.fill(1, y * size + x, y * size + x + length);
  return blackAndWhitePng({ width: size, height: size, scale: pixelsOfModule }, (x, y) => dark[y * size + x] === 1);
}
