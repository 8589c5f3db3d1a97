import type { Frame, StompVersion } from "./frame.ts";

const encoder = new TextEncoder();
/** How many subscription ids' frames a template keeps: most clients count theirs from 0 or 1 on. */
const keptFramesMax = 64;

/**
 * Writes one whole frame: text for a text body, bytes for bytes. `content-length` in octets is added to whatever may have a body. Headers are escaped as the
 * version has it; what a version cannot say (NUL; carriage returns below 1.2; line feeds, and colons in names, in 1.0 and CONNECTED) becomes a blank.
 */
export function writeFrame(
  command: string,
  headers: Frame["headers"],
  body: string | Uint8Array,
  version: StompVersion,
): string | Uint8Array {
  return assembled(`${command}\n${headerLines(headers, escaping(command, version))}${lengthLine(command, body)}\n`, body);
}

/** Makes the MESSAGE of one body for a subscription. `ack`: what ACK and NACK are to name; null where nothing is to be acknowledged. */
export type MessageTemplate = (subscription: string, ack: string | null) => string | Uint8Array;

/** The message of which a template makes frames. `destination` as the subscriber spells it; `headers` are those besides. */
export interface TemplateInput {
  destination: string;
  messageId: string;
  headers: Frame["headers"];
  body: string | Uint8Array;
}

/**
 * Makes MESSAGE frames of one body for many subscriptions: everything but the headers `subscription` and `ack` is written once, and frames without `ack` for
 * equal subscription ids are the same one.
 */
export function messageTemplate({ destination, messageId, headers, body }: TemplateInput, version: StompVersion): MessageTemplate {
  const escaped = escaping("MESSAGE", version);
  const common = headerLines([["message-id", messageId], ["destination", destination], ...headers], escaped);
  const tail = `\n${common}${lengthLine("MESSAGE", body)}\n`;
  const kept = new Map<string, string | Uint8Array>();
  return (subscription, ack) => {
    const known = ack === null ? kept.get(subscription) : undefined;
    if (known !== undefined) return known;
    const acked = ack === null ? "" : `\nack:${escaped(ack, false)}`;
    const frame = assembled(`MESSAGE\nsubscription:${escaped(subscription, false)}${acked}${tail}`, body);
    if (ack === null && kept.size < keptFramesMax) kept.set(subscription, frame);
    return frame;
  };
}

type Escape = (text: string, isName: boolean) => string;

function escaping(command: string, version: StompVersion): Escape {
  if (version === "1.0" || command === "CONNECTED" || command === "CONNECT" || command === "STOMP") {
    return (text, isName) => text.replace(isName ? /[\0\r\n:]/g : /[\0\r\n]/g, " ");
  }
  return (text) => (/[\0\r\n:\\]/.test(text) ? text.replace(/[\0\r\n:\\]/g, (letter) => escapes[version][letter] ?? " ") : text);
}

const escapes: Record<Exclude<StompVersion, "1.0">, Record<string, string>> = {
  "1.1": { "\\": "\\\\", "\n": "\\n", ":": "\\c" },
  "1.2": { "\\": "\\\\", "\n": "\\n", ":": "\\c", "\r": "\\r" },
};

const headerLines = (headers: Frame["headers"], escaped: Escape): string =>
  headers.map(([name, value]) => `${escaped(name, true)}:${escaped(value, false)}\n`).join("");

function lengthLine(command: string, body: string | Uint8Array): string {
  if (command !== "SEND" && command !== "MESSAGE" && command !== "ERROR") return "";
  return `content-length:${typeof body === "string" ? utf8Bytes(body) : body.length}\n`;
}

/** Octets of a text as UTF-8, as a socket sends it. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      // A pair is four bytes, two of which were counted.
      bytes += 2;
      at++;
    } else bytes += 2;
  }
  return bytes;
}

function assembled(head: string, body: string | Uint8Array): string | Uint8Array {
  if (typeof body === "string") return `${head}${body}\0`;
  const start = encoder.encode(head);
  const frame = new Uint8Array(start.length + body.length + 1);
  frame.set(start);
  frame.set(body, start.length);
  return frame;
}
