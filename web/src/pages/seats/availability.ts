import type { SeatCode } from "../../../../contracts/seats.ts";

/** The head of an availability body: the version, and how many seats it tells of. */
export function headOf(body: Uint8Array): { version: number; count: number } {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return { version: view.getUint32(0, true), count: view.getUint32(4, true) };
}

/** The status code of each seat, two bits a seat behind the head; of `most` seats at most. */
export function codesIn(body: Uint8Array, most: number): [index: number, code: SeatCode][] {
  const count = Math.min(headOf(body).count, most);
  return Array.from({ length: count }, (_, index) => [index, (((body[8 + (index >> 2)] ?? 0) >> ((index & 3) * 2)) & 3) as SeatCode]);
}
