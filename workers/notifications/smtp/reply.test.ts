import { describe, expect, it } from "vitest";
import { judgeReply, type SmtpStep } from "./judge-reply.ts";
import { readReply, shownReply } from "./reply.ts";
import { smtpAddressOf } from "./smtp-address.ts";

describe("a server's reply", () => {
  it("is read when it is whole, wherever it was cut into pieces", () => {
    const text = "250-mail.example.com greets you\r\n250-SIZE 1000\r\n250 2.1.0 go on\r\n354 next\r\n";
    const first = text.indexOf("354");
    for (let cut = 0; cut < first; cut++) expect(readReply(text.slice(0, cut))).toBeNull();
    expect(readReply(text)).toEqual({
      reply: { code: 250, enhanced: null, lines: ["mail.example.com greets you", "SIZE 1000", "2.1.0 go on"] },
      rest: "354 next\r\n",
    });
    expect(readReply("550 5.1.1 nobody\n")?.reply).toEqual({ code: 550, enhanced: "5.1.1", lines: ["5.1.1 nobody"] });
    expect(readReply("220\r\n")?.reply).toMatchObject({ code: 220 });
  });

  it("is none where the server speaks something else, or never ends", () => {
    for (const text of ["HTTP/1.1 400 Bad Request\r\n", "250-a\r\n550 b\r\n", "\r\n", "99 a\r\n", "250:a\r\n"])
      expect(() => readReply(text)).toThrow("does not speak SMTP");
    expect(() => readReply(`250-${"x".repeat(70_000)}`)).toThrow("has no end");
  });

  it("is shown without anybody's address", () => {
    const shown = shownReply({ code: 550, enhanced: "5.1.1", lines: ["5.1.1 <ada@example.com>: ada@example.com unknown"] });
    expect(shown).toBe("550 5.1.1 <…@…>: …@… unknown");
  });
});

describe("what a reply means", () => {
  it.each<[SmtpStep, string, string]>([
    ["greeting", "220 hello", "ok"],
    ["greeting", "421 busy", "away"],
    ["greeting", "554 5.7.1 go away", "away"],
    ["hello", "502 no", "away"],
    ["auth", "235 2.7.0 hello", "ok"],
    ["auth", "535 5.7.8 who are you", "away"],
    ["sender", "550 5.7.1 not your domain", "away"],
    ["recipient", "250 2.1.5 ok", "ok"],
    ["recipient", "251 forwarded", "ok"],
    ["recipient", "252 perhaps", "away"],
    ["recipient", "450 4.2.1 busy", "later"],
    ["recipient", "451 4.7.1 greylisted", "later"],
    ["recipient", "451 4.3.0 our fault", "away"],
    ["recipient", "421 4.2.1 too many", "away"],
    ["recipient", "550 5.1.1 no such user", "bounced"],
    ["recipient", "550 5.1.10 null MX", "bounced"],
    ["recipient", "553 5.1.3 bad address", "bounced"],
    ["recipient", "550 5.2.1 disabled", "bounced"],
    ["recipient", "550 5.1.8 bad sender", "refused"],
    ["recipient", "550 5.1.7 bad sender", "refused"],
    ["recipient", "552 5.2.2 mailbox full", "refused"],
    ["recipient", "550 5.7.1 policy", "refused"],
    ["recipient", "550 no such user", "refused"],
    ["data", "354 go on", "ok"],
    ["data", "250 what?", "away"],
    ["content", "250 2.0.0 queued", "ok"],
    ["content", "452 4.2.2 later", "later"],
    ["content", "554 5.7.1 spam", "refused"],
    ["content", "550 5.1.1 no such user", "refused"],
  ])("at %s: %s is %s", (step, line, verdict) => {
    const read = readReply(`${line}\r\n`);
    expect(read && judgeReply(step, read.reply)).toBe(verdict);
  });
});

describe("SMTP_URL", () => {
  const read = (SMTP_URL: string, more: { ENVIRONMENT?: Env["ENVIRONMENT"]; OUTBOUND_ALLOW?: string } = {}) =>
    smtpAddressOf({ ENVIRONMENT: "production", OUTBOUND_ALLOW: "", SMTP_URL, ...more } as Parameters<typeof smtpAddressOf>[0]);

  it("says where the server is, how it is kept private, and who we are", () => {
    expect(read("smtps://us%40er:p%2Fa%3Ass@smtp.example.com")).toEqual({
      hostname: "smtp.example.com",
      port: 465,
      tls: "atOnce",
      credentials: { username: "us@er", password: "p/a:ss" },
    });
    expect(read("smtp://SMTP.example.com:2587")).toEqual({ hostname: "smtp.example.com", port: 2587, tls: "required", credentials: null });
    expect(read("smtp://smtp.example.com").port).toBe(587);
    const local = { ENVIRONMENT: "local", OUTBOUND_ALLOW: "127.0.0.1:2525" } as const;
    expect(read("smtp://127.0.0.1:2525", local)).toMatchObject({ tls: "offered" });
    expect(read("smtps://127.0.0.1:2525", local)).toMatchObject({ tls: "atOnce" });
  });

  it.each([
    ...["smtp://127.0.0.1:25", "smtp://localhost:25", "smtp://0x7f.1:25", "smtp://127.0x1:25", "smtp://2130706433:25", "smtp://[::1]:25"],
    ...["smtps://10.0.0.1", "smtps://169.254.169.254", "smtps://mail.internal", "smtps://mail", "http://smtp.example.com", "smtp:", ""],
    ...["smtps://smtp.example.com/path", "smtps://smtp.example.com?x=1"],
  ])("never is %s", (url) => {
    expect(() => read(url)).toThrow(expect.objectContaining({ code: "URL_NOT_ALLOWED" }));
    expect(() => read(url, { OUTBOUND_ALLOW: "127.0.0.1:25 localhost:25" })).toThrow();
  });
});
