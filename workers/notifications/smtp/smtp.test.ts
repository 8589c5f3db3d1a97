import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { smtpUser, type TakenMail } from "../../../scripts/mail/where.ts";
import { call, testCtx } from "../../../test/harness.ts";
import { MailRefused } from "../mail-refused.ts";
import { mimeMessage } from "../mime/mime-message.ts";
import type { MailTransport, OutgoingMail } from "../transport.ts";
import { TransportAway } from "../transport-away.ts";
import { SmtpConnection } from "./smtp-connection.ts";
import { smtpTransport } from "./smtp-transport.ts";

const smtp = inject("smtp");
const user = `${encodeURIComponent(smtpUser.username)}:${encodeURIComponent(smtpUser.password)}`;
const at = (url: string): Env => ({ ...env, SMTP_URL: url, OUTBOUND_ALLOW: new URL(url.replace(/^smtps?:/, "http:")).host });
const plain = at(`smtp://${smtp.plain}`);
const now = () => Date.UTC(2026, 10, 21, 9);
const takenBy = async (to: string): Promise<TakenMail[]> => (await fetch(`${smtp.takenUrl}?to=${encodeURIComponent(to)}`)).json();
const someone = (misbehaviour = "") => `${misbehaviour && `${misbehaviour}.`}${crypto.randomUUID()}@example.com`;

const mailTo = (to: string): OutgoingMail => ({
  messageKey: "k",
  kind: "welcome",
  to,
  from: { name: "Grand Théâtre", address: "tickets@marquee.example", replyTo: null },
  subject: "Seats",
  text: ".hidden\n.\n..\nend",
  html: `<p>${".\n".repeat(50)}</p>`,
  headers: { "Message-ID": "<k@marquee.example>" },
  attachments: [{ filename: "a.bin", mediaType: "application/octet-stream", content: new Uint8Array(200_000) }],
});

const configure = async (properties: Record<string, number>) => {
  const answer = await call("PUT", "/api/v1/admin/config/marquee/default", { admin: true, body: { properties } });
  expect(answer.status).toBe(200);
};
beforeAll(() => configure({ "breaker.timeout-ms": 2000, "breaker.minimum-calls": 100, "breaker.window": 100 }));
afterAll(async () => {
  await configure({});
  await call("POST", "/actuator/circuitbreakers/mail", { admin: true, body: { updateState: "CLOSE" } });
});
let transport: MailTransport;
beforeEach(() => {
  transport = smtpTransport();
  return () => transport.close();
});
const send = (to: string, sending = plain) => transport.send(testCtx({ env: sending, now }), mailTo(to));
const faultOf = (to: string, sending = plain): Promise<unknown> =>
  send(to, sending).then(
    () => null,
    (error: unknown) => error,
  );

describe("SMTP", () => {
  it.each([
    ["without TLS where a laptop allows it", `smtp://${smtp.plain}`],
    ["by STARTTLS, with a log-in", `smtp://${user}@${smtp.startTls}`],
    ["by TLS from the start, with a log-in", `smtps://${user}@${smtp.secure}`],
  ])("hands a mail over exactly as it was written: %s", async (_what, url) => {
    const to = someone();
    await send(to, at(url));
    expect(await takenBy(to)).toMatchObject([{ from: "tickets@marquee.example", to, raw: mimeMessage(mailTo(to), now()) }]);
  });

  it("hands over one mail after the other on one connection, also after one that was refused", async () => {
    const [first, second] = [someone(), someone()];
    await send(first);
    expect(await faultOf(someone("rcpt-550-5.7.1"))).toMatchObject({ verdict: "refused" });
    expect(await faultOf(someone("data-451-4.7.1"))).toMatchObject({ verdict: "later" });
    await send(second);
    const [a, b] = [await takenBy(first), await takenBy(second)];
    expect(a[0]?.session).toBe(b[0]?.session);
    expect([a.length, b.length]).toEqual([1, 1]);
  });

  it.each([
    ["rcpt-450-4.2.1", "later"],
    ["rcpt-550-5.1.1", "bounced"],
    ["rcpt-550-none", "refused"],
    ["data-552-5.3.4", "refused"],
    ["data-554-5.7.1", "refused"],
  ])("knows what %s says of a mail, and tells nobody's address", async (misbehaviour, verdict) => {
    const fault = await faultOf(someone(misbehaviour));
    expect(fault).toBeInstanceOf(MailRefused);
    expect(fault).toMatchObject({ verdict, message: expect.not.stringContaining("@example.com") });
  });

  it("waits for the server's good-bye, so that nothing looks broken to it", async () => {
    const to = someone();
    await send(to, at(`smtp://${smtp.slow}`));
    await transport.close();
    expect((await takenBy(to)).map(({ session }) => session)).toEqual(["stayed"]);
  });

  it("refuses a mail itself that cannot be written", async () => {
    expect(await faultOf("ada@example.com>\r\nRCPT TO:<everybody@example.com")).toMatchObject({ verdict: "refused" });
  });
});

describe("a server that fails", () => {
  it.each([
    ["hangs up after the mail", "hang-up"],
    ["takes the mail and hangs up", "take-and-hang-up"],
    ["takes the mail and never answers", "take-and-stall"],
    ["closes because it is busy", "rcpt-421-4.3.2"],
  ])("and %s is away for this mail, and asked anew for the next", async (_what, misbehaviour) => {
    const [fails, good] = [someone(misbehaviour), someone()];
    expect(await faultOf(fails)).toBeInstanceOf(TransportAway);
    await send(good);
    expect(await takenBy(good)).toHaveLength(1);
    expect(await takenBy(fails)).toHaveLength(misbehaviour.startsWith("take") ? 1 : 0);
  });

  it.each([
    ["says nothing", `smtp://${smtp.silent}`],
    ["hangs up at once", `smtp://${smtp.rude}`],
    ["is busy", `smtp://${smtp.busy}`],
    ["is not there", "smtp://127.0.0.1:9"],
    ["does not know us", `smtps://${user}x@${smtp.secure}`],
    ["wants a log-in that we have not", `smtps://${smtp.secure}`],
    ["shows a certificate of its own making", `smtps://${user}@${smtp.untrusted}`],
    ["speaks no TLS where we want it", `smtps://${smtp.plain}`],
  ])("because it %s is away, and nobody hears our password", async (_what, url) => {
    const fault = await faultOf(someone(), at(url));
    expect(fault).toBeInstanceOf(TransportAway);
    expect(String(fault instanceof Error && fault.cause)).not.toContain(smtpUser.password);
  });

  it("and has no STARTTLS gets neither mail nor password from us where TLS is required", async () => {
    const [hostname = "", port] = smtp.plain.split(":");
    const address = { hostname, port: Number(port), tls: "required", credentials: smtpUser } as const;
    await expect(SmtpConnection.open(address, "marquee.example", AbortSignal.timeout(10_000))).rejects.toThrow("(starttls)");
  });

  it("is never called where our servers may not call", async () => {
    const inside = { ...plain, OUTBOUND_ALLOW: "" };
    expect(await faultOf(someone(), inside)).toMatchObject({ code: "URL_NOT_ALLOWED" });
  });
});
