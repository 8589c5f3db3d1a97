/** What a server does in place of taking a mail and saying so. */
export interface Misbehaviour {
  takes: boolean;
  ending: "answers" | "stalls" | "hangs-up";
  error?: Error & { responseCode: number };
}

const shape =
  /^(?<once>once-)?(?:(?<step>rcpt|data)-(?<code>\d{3})-(?<enhanced>\d\.\d+\.\d+|none)|(?<verb>stall|hang-up|take-and-stall|take-and-hang-up))\./;

/**
 * What the local part of an address asks of a server: `rcpt-550-5.1.1.…` that answer to RCPT, `data-451-none.…` that one to the mail itself; `stall.…`,
 * `hang-up.…` after the mail, `take-and-stall.…`, `take-and-hang-up.…` having taken it. With `once-` before it only the first time, which `seen` remembers. Null:
 * nothing odd.
 */
export function misbehaviourOf(address: string, step: "rcpt" | "data", seen: Set<string>): Misbehaviour | null {
  const { once, step: at = "data", code, enhanced, verb } = shape.exec(address)?.groups ?? {};
  if (at !== step || (code === undefined && verb === undefined)) return null;
  if (once !== undefined && seen.has(address)) return null;
  seen.add(address);
  if (verb !== undefined) return { takes: verb.startsWith("take"), ending: verb.endsWith("stall") ? "stalls" : "hangs-up" };
  const error = Object.assign(new Error(enhanced === "none" ? "no" : `${enhanced} no, ${address}`), { responseCode: Number(code) });
  return { takes: false, ending: "answers", error };
}
