import { describe, expect, it } from "vitest";
import { renderMail } from "../render-mail.ts";

const coded = { name: "Ada", code: "027182", expiresAt: "2026-11-21T09:10:00.000Z" };
const changed = { name: "Ada", changedAt: "2026-11-21T09:10:00.000Z" };
const shown = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]+>/g, "\n")
    .replaceAll("&quot;", '"')
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join(" ");

const kinds = [
  ["welcome", coded],
  ["verify-email", coded],
  ["reset-password", coded],
  ["password-changed", changed],
] as const;

describe.each(kinds)("the mail %s", (kind, payload) => {
  it("says the same in HTML and in text", () => {
    const { html, text, subject } = renderMail(kind, payload);
    expect(html.startsWith("<!doctype html><html")).toBe(true);
    expect(subject).not.toBe("");
    const lines = text.split("\n").filter((line) => line !== "");
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(shown(html)).toContain(line);
  });

  it("needs no image, no script, no link and nothing from elsewhere", () => {
    expect(renderMail(kind, payload).html).not.toMatch(/<img|<script|<link|<a |url\(|https?:/);
  });

  it("keeps whatever people wrote inert, and out of the subject", () => {
    const { html, subject } = renderMail(kind, { ...payload, name: `<script>alert(1)</script>\r\nBcc: everybody@example.com` });
    expect(html).not.toContain("<script");
    expect(subject).toBe(renderMail(kind, payload).subject);
  });

  it("is not made from a payload that lacks something", () => {
    expect(() => renderMail(kind, { name: "Ada" })).toThrow();
  });
});

describe("a mail with a code", () => {
  it.each(["welcome", "verify-email", "reset-password"] as const)(
    "%s shows its six digits alone in a line, and until when they are good",
    (kind) => {
      const { text, subject, html } = renderMail(kind, coded);
      expect(text.match(/\d{6}/g)).toEqual(["027182"]);
      expect(text.split("\n")).toContain("027182");
      expect(html.replaceAll(/style="[^"]*"/g, "").match(/\d{6}/g)).toEqual(["027182"]);
      expect(text).toContain("10 minutes, until 09:10 UTC.");
      expect(subject).not.toContain("027182");
    },
  );
});
