import { type Frame, StompFault, type StompVersion } from "./frame.ts";

/** What a client may say. */
export const clientCommands: ReadonlySet<string> = new Set([
  "CONNECT",
  "STOMP",
  "SEND",
  "SUBSCRIBE",
  "UNSUBSCRIBE",
  "ACK",
  "NACK",
  "BEGIN",
  "COMMIT",
  "ABORT",
  "DISCONNECT",
]);
/** Of the longest command and a carriage return. */
export const commandBytesMax = Math.max(...[...clientCommands].map(({ length }) => length)) + 1;

const isConnect = (command: string): boolean => command === "CONNECT" || command === "STOMP";
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

type Headers = [string, string][];

/**
 * Reads a frame's command and headers out of its lines, without the empty one. `version` null: nobody has connected yet, so it must be CONNECT or STOMP,
 * which have no escapes in any version. Throws a StompFault for whatever is no frame.
 */
export function parseHead(bytes: Uint8Array, version: StompVersion | null): Pick<Frame, "command" | "headers"> {
  const [command = "", ...lines] = textOf(bytes)
    .split("\n")
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  requireCommand(command, version);
  const colons = lines.map((line) => line.indexOf(":"));
  const plain = isConnect(command);
  // Version 1.0 had no word on blanks around values, and its clients write them.
  const isFirst = plain ? !lines.some((line) => line.startsWith("accept-version:")) : version === "1.0";
  const headers: Headers = [];
  for (const [at, line] of lines.entries()) {
    const colon = colons[at] ?? -1;
    if (colon < 1)
      throw headFault(headers, "header without a name or colon", `The line ${JSON.stringify(line.slice(0, 80))} is no header.`);
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (isFirst) headers.push([name.trim(), value.trim()]);
    else headers.push(plain ? [name, value] : [unescaped(name, version, headers), unescaped(value, version, headers)]);
  }
  return { command, headers };
}

/** Throws a StompFault if a client may not say this, or not now. */
export function requireCommand(command: string, version: StompVersion | null): void {
  if (!clientCommands.has(command))
    throw new StompFault("unknown command", `${JSON.stringify(command.slice(0, 40))} is no command of a client.`);
  if (version === null && !isConnect(command)) throw new StompFault("not connected", `A CONNECT frame comes first, not ${command}.`);
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new StompFault("headers are not UTF-8");
  }
}

/** Takes escapes out of a name or value, as a version has them: 1.0 has none, 1.1 all but `\r`. */
function unescaped(text: string, version: StompVersion | null, before: Headers): string {
  if (version === "1.0" || !text.includes("\\")) return text;
  return text.replace(/\\(.?)/gsu, (found, letter: string) => {
    if (letter === "n") return "\n";
    if (letter === "c") return ":";
    if (letter === "\\") return "\\";
    if (letter === "r" && version !== "1.1") return "\r";
    throw headFault(before, "unknown escape", `STOMP ${version} has no escape ${JSON.stringify(found)} in headers.`);
  });
}

function headFault(before: Headers, message: string, details: string): StompFault {
  return new StompFault(message, details, before.find(([name]) => name === "receipt")?.[1]);
}
