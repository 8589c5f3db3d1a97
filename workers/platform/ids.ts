import { type IdKind, idPrefixes } from "../../contracts/values.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `count` characters of Crockford's base 32 from the system's random source: 5 bits each. */
export const randomBase32 = (count: number): string => base32Of(crypto.getRandomValues(new Uint8Array(count)));

/** A character of Crockford's base 32 for each byte: 5 bits of it. */
export function base32Of(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += alphabet[byte & 31];
  return text;
}

/** A typed id that sorts by the time of its making: prefix, 48 bits of milliseconds, 80 random bits (the layout of a ULID). */
export function newId(kind: IdKind, nowMs: number = Date.now()): string {
  let time = "";
  for (let rest = nowMs, place = 0; place < 10; place++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  return `${idPrefixes[kind]}_${time}${randomBase32(16)}`;
}

const showtimePattern = /^(?:sho|sea|rsv|tkt|wtl)_([0-9A-HJKMNP-TV-Z]{26})(?:_|$)/;

/** The showtime to which a showtime, seat or reservation id leads, or null: the id says so itself, without a look-up. */
export function showtimeOf(id: string): string | null {
  const match = showtimePattern.exec(id);
  return match ? `sho_${match[1]}` : null;
}

/** The id of a showtime's one room: it follows from the showtime's, so that it is found without a look-up and two attempts make no two rooms. */
export const roomIdOf = (showtimeId: string): string => `${idPrefixes.room}_${showtimeId.slice(`${idPrefixes.showtime}_`.length)}`;
