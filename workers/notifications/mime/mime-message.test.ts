import { describe, expect, it } from "vitest";
import type { OutgoingMail } from "../transport.ts";
import { textHeader } from "./headers.ts";
import { mimeMessage } from "./mime-message.ts";
import { quotedPrintable } from "./quoted-printable.ts";

const mail: OutgoingMail = {
  messageKey: "k",
  kind: "booking-confirmed",
  to: "ada+tickets@example.com",
  from: { name: "Grand Théâtre, “Wien”", address: "tickets@marquee.example", replyTo: "box@theatre.example" },
  subject: "Your seats for Hämlet 🎭",
  text: "Hello",
  html: "<p>Hello</p>",
  headers: { "Message-ID": "<k@marquee.example>" },
  attachments: [],
};
const at = Date.UTC(2026, 10, 21, 9, 5);
const bytes = (length: number) => Uint8Array.from({ length }, (_, n) => (n * 31) % 256);

/** What the encodings promise to whoever reads them. */
const unquoted = (text: string) => {
  const plain = text.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return new TextDecoder().decode(Uint8Array.from(plain, (character) => character.charCodeAt(0)));
};
const unfolded = (header: string) => header.replaceAll(/\r\n(?=[ \t])/g, "");
const decoded = (header: string) =>
  new TextDecoder().decode(
    Uint8Array.from(
      [...unfolded(header).matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map(([, base64 = ""]) => atob(base64)).join(""),
      (character) => character.charCodeAt(0),
    ),
  );
const headerOf = (message: string, name: string) =>
  new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)`, "m").exec(message.split("\r\n\r\n")[0] ?? "")?.[1] ?? null;

describe("a mail as MIME", () => {
  it("has its headers encoded, in lines that are short and end in CRLF, and nothing that is not ASCII", () => {
    const message = mimeMessage(mail, at);
    expect(message).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(message.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const line of message.split("\r\n")) expect(line.length).toBeLessThanOrEqual(78);
    expect(decoded(headerOf(message, "Subject") ?? "")).toBe(mail.subject);
    expect(decoded(headerOf(message, "From") ?? "")).toBe(mail.from.name);
    expect(headerOf(message, "From")).toMatch(/ <tickets@marquee\.example>$/);
    expect(headerOf(message, "To")).toBe(mail.to);
    expect(headerOf(message, "Reply-To")).toBe("box@theatre.example");
    expect(headerOf(message, "Date")).toBe("Sat, 21 Nov 2026 09:05:00 +0000");
    expect(headerOf(message, "Message-ID")).toBe("<k@marquee.example>");
  });

  it("has its text beside its HTML, pictures with the HTML and files behind both", () => {
    const [picture, ticket] = [bytes(500), bytes(70_000)];
    const attachments = [
      { filename: "tickets.pdf", mediaType: "application/pdf", content: ticket },
      { filename: "Karte für „Hamlet“.ics", mediaType: "text/calendar; charset=utf-8; method=PUBLISH", content: bytes(10) },
      { filename: "code.png", mediaType: "image/png", content: picture, contentId: "code-1@marquee" },
    ];
    const message = mimeMessage({ ...mail, attachments }, at);
    const structure = [...message.matchAll(/^(?:Content-Type: ([\w/]+)|--=_(\w+)(--)?)/gm)].map(
      ([, type, boundary, end]) => type ?? `${boundary}${end ? " ends" : ""}`,
    );
    expect(structure).toEqual([
      ...["multipart/mixed", "mixed", "multipart/alternative", "alternative", "text/plain", "alternative", "multipart/related"],
      ...["related", "text/html", "related", "image/png", "related ends", "alternative ends"],
      ...["mixed", "application/pdf", "mixed", "text/calendar", "mixed ends"],
    ]);
    expect(message).toContain("Content-ID: <code-1@marquee>");
    expect(message).toContain(`filename*=UTF-8''${encodeURIComponent("Karte für „Hamlet“.ics")}`);
    const [, base64 = ""] = /filename="tickets\.pdf"\r\n\r\n([^-]+)/.exec(message) ?? [];
    expect(Math.max(...base64.split("\r\n").map(({ length }) => length))).toBe(76);
    expect(Uint8Array.from(atob(base64.replaceAll("\r\n", "")), (character) => character.charCodeAt(0))).toEqual(ticket);
  });

  it.each([
    ["a subject", { subject: "Hello\r\nBcc: everybody@example.com" }],
    ["a name", { from: { ...mail.from, name: 'Ada"\r\nBcc: everybody@example.com' } }],
    ["a file's name", { attachments: [{ filename: 'a"\r\nBcc: e@example.com\r\n\r\n', mediaType: "a/b", content: bytes(1) }] }],
  ])("has no header more because of what stands in %s", (_what, parts) => {
    const message = mimeMessage({ ...mail, ...parts }, at);
    expect(unfolded(message)).not.toMatch(/^Bcc:/im);
  });

  it.each([
    ["a recipient", { to: "ada@example.com>\r\nBcc: <everybody@example.com" }],
    ["a recipient with a name", { to: '"ada smith"@example.com' }],
    ["a recipient that is not ASCII", { to: "ädä@example.com" }],
    ["an address for answers", { from: { ...mail.from, replyTo: "a@b.c, everybody@example.com" } }],
    ["a header", { headers: { "X-Key": "a\r\nBcc: everybody@example.com" } }],
    ["a header's name", { headers: { "X-Key: a\r\nBcc": "everybody@example.com" } }],
    ["a header without an end", { headers: { "X-Key": "a".repeat(1000) } }],
    ["a media type", { attachments: [{ filename: "a", mediaType: "a/b\r\nX: y", content: bytes(1) }] }],
    ["a picture's name", { attachments: [{ filename: "a", mediaType: "a/b", content: bytes(1), contentId: "a>\r\nX: y" }] }],
  ])("is not written with %s that could become something else", (_what, parts) => {
    expect(() => mimeMessage({ ...mail, ...parts }, at)).toThrow();
  });
});

describe("quoted-printable", () => {
  it.each([
    ["dots at the beginning", ".\n..\n.a"],
    ["blanks at the end", "a \nb\t\n "],
    ["other line ends", "a\r\nb\rc\nd"],
    ["long lines of every width", `${"x".repeat(74)}\n${"x".repeat(75)}\n${"x".repeat(76)}\n${"x".repeat(77)}\n${"ü🎭".repeat(60)}`],
    ["what looks like a boundary or an escape", "--=_mixed\n=3D =\n=_"],
    ["nothing", ""],
  ])("comes back as it was: %s", (_what, text) => {
    const encoded = quotedPrintable(text);
    expect(unquoted(encoded).replaceAll("\r\n", "\n")).toBe(text.replaceAll(/\r\n?/g, "\n"));
    for (const line of encoded.split("\r\n")) {
      expect(line.length).toBeLessThanOrEqual(76);
      expect(line).not.toMatch(/[ \t]$|=_/);
    }
  });
});

it("a long subject is folded at its spaces, and one without spaces is encoded", () => {
  const words = Array.from({ length: 40 }, () => "word").join(" ");
  expect(unfolded(textHeader("Subject", words))).toBe(`Subject: ${words}`);
  for (const text of [words, "w".repeat(300)])
    for (const line of textHeader("Subject", text).split("\r\n")) expect(line.length).toBeLessThan(78);
  expect(decoded(textHeader("Subject", "w".repeat(300)))).toBe("w".repeat(300));
  expect(decoded(textHeader("Subject", "=?UTF-8?B?QQ==?="))).toBe("=?UTF-8?B?QQ==?=");
});
