import { toBase64 } from "../../platform/digest.ts";
import type { Attachment, OutgoingMail } from "../transport.ts";
import { addressHeader, fileNameParameter, plainHeader, requireAddress, textHeader } from "./headers.ts";
import { quotedPrintable } from "./quoted-printable.ts";

/**
 * A mail as RFC 5322 and MIME have it: ASCII, lines that end in CRLF and are not too long, nothing in a header that could become another one. `at`: when it
 * was written, in milliseconds. Pictures that the HTML shows are inside of it (multipart/related), files stand behind it. Throws for what cannot be
 * written safely.
 */
export function mimeMessage({ from, to, subject, text, html, headers, attachments }: OutgoingMail, at: number): string {
  const pictures = attachments.filter(({ contentId }) => contentId !== undefined);
  const files = attachments.filter(({ contentId }) => contentId === undefined);
  const shown = inside("related", [textPart("html", html), ...pictures.map(filePart)]);
  const body = inside("mixed", [inside("alternative", [textPart("plain", text), shown]), ...files.map(filePart)]);
  return [
    addressHeader("From", from),
    `To: ${requireAddress(to)}`,
    ...(from.replyTo === null ? [] : [`Reply-To: ${requireAddress(from.replyTo)}`]),
    textHeader("Subject", subject),
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    ...Object.entries(headers).map(([name, value]) => plainHeader(name, value)),
    "MIME-Version: 1.0",
    body,
  ].join("\r\n");
}

/** Several parts as one; one part is itself. Boundaries cannot occur in what they separate: neither of our encodings writes `=_`. */
function inside(kind: "related" | "alternative" | "mixed", parts: readonly string[]): string {
  const [first = ""] = parts;
  if (parts.length < 2) return first;
  const boundary = `=_${kind}`;
  const separated = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${separated}--${boundary}--\r\n`;
}

const textPart = (kind: "plain" | "html", text: string): string =>
  `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}`;

function filePart({ filename, mediaType, content, contentId }: Attachment): string {
  if (!/^[\w.+-]+\/[\w.+-]+(; [\w-]+=[\w.-]+)*$/.test(mediaType)) throw new Error("a media type cannot be written");
  return [
    `Content-Type: ${mediaType};\r\n ${fileNameParameter("name", filename)}`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: ${contentId === undefined ? "attachment" : "inline"};\r\n ${fileNameParameter("filename", filename)}`,
    ...(contentId === undefined ? [] : [plainHeader("Content-ID", `<${contentId}>`)]),
    "",
    base64Lines(content),
  ].join("\r\n");
}

/** 57 bytes are the 76 characters that a line may have. */
const bytesPerLine = 57;
const linesAtOnce = 512;

function base64Lines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine * linesAtOnce) {
    const encoded = toBase64(bytes.subarray(at, at + bytesPerLine * linesAtOnce));
    lines.push(encoded.replaceAll(/.{76}(?=.)/g, "$&\r\n"));
  }
  return lines.join("\r\n");
}
