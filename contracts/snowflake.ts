/** Milliseconds of 2024-01-01T00:00:00Z: where the ids of messages begin to count. */
export const snowflakeEpochMs = 1_704_067_200_000;

/** The ten bits by which a room's ids differ from other rooms' of the same moment: a hash (FNV-1a) of its id. */
export function machineOf(roomId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < roomId.length; index++) hash = Math.imul(hash ^ roomId.charCodeAt(index), 0x01000193);
  return ((hash >>> 22) ^ hash) & 1023;
}

/** The id of 41 bits of milliseconds, 10 of machine and 12 of count, in decimal. `ticks`: milliseconds since the epoch × 4096 + count. */
export function snowflake(ticks: number, machine: number): string {
  const ms = BigInt(Math.floor(ticks / 4096));
  return ((ms << 22n) | (BigInt(machine) << 12n) | BigInt(ticks % 4096)).toString();
}

/** The machine bits of an id, or null if it is none. */
export function machineIn(id: string): number | null {
  if (!/^[1-9]\d{0,18}$/.test(id)) return null;
  return Number((BigInt(id) >> 12n) & 1023n);
}
