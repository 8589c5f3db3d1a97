import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { call, makeApp } from "../../test/harness.ts";
import { brandsOf, fromOf, senderLine } from "./brands.ts";

const MAIL_FROM = "Marquee <tickets@marquee.example>";
const brand = (name: string) => ({ name, color: null, logoUrl: null, contactEmail: "box-office@example.com" });

it("a mail is from the tenant's name and the platform's address, and answers go to the tenant", () => {
  expect(fromOf({ MAIL_FROM }, brand("Grand Theatre"))).toEqual({
    name: "Grand Theatre",
    address: "tickets@marquee.example",
    replyTo: "box-office@example.com",
  });
  expect(senderLine(fromOf({ MAIL_FROM }, null))).toBe('"Marquee" <tickets@marquee.example>');
  for (const bare of ["tickets@marquee.example", '"Marquee" <tickets@marquee.example>', "<tickets@marquee.example>"])
    expect(fromOf({ MAIL_FROM: bare }, null)).toMatchObject({ name: "Marquee", address: "tickets@marquee.example" });
});

it("no name becomes a second address, a second header or the end of itself", () => {
  for (const name of [
    'Grand" <thief@example.com>',
    "Grand\r\nBcc: everybody@example.com",
    "thief@example.com",
    "Grand\\",
    "<>",
    "\u2028",
  ]) {
    const line = senderLine(fromOf({ MAIL_FROM }, brand(name)));
    expect(line).toMatch(/^"[^"\\<>@\p{Cc}\u2028]+" <tickets@marquee\.example>$/u);
  }
});

it("an app's brand is set by the platform's owner, field by field, and is taken away by null", async () => {
  const [app, plain] = [await makeApp(), await makeApp()];
  const patch = (brand: object) =>
    call<{ app: { brand: object; name: string } }>("PATCH", `/api/v1/admin/apps/${app.appId}`, { admin: true, body: { brand } });
  await patch({ color: "#7A1F2B", logoUrl: "https://tickets.example.com/logo.png" });
  const { body } = await patch({ contactEmail: "Box-Office@Example.com", logoUrl: null });
  expect(body.data.app.brand).toEqual({ color: "#7A1F2B", logoUrl: null, contactEmail: "box-office@example.com" });
  const of = await brandsOf(env, [app.appId, null, plain.appId, "app_unknown", app.appId]);
  expect(of(app.appId)).toEqual({ name: body.data.app.name, color: "#7A1F2B", logoUrl: null, contactEmail: "box-office@example.com" });
  expect(of(plain.appId)).toMatchObject({ color: null, contactEmail: null });
  expect([of(null), of("app_unknown")]).toEqual([null, null]);
  for (const wrong of [
    { color: "red" },
    { color: "#7a1f2" },
    { color: "#7a1f2b; background: url(x)" },
    { logoUrl: "http://tickets.example.com/logo.png" },
    { logoUrl: "javascript:alert(1)" },
    { logoUrl: "//example.com/x.png" },
    { contactEmail: "nobody" },
    { contactEmail: "a@example.com\r\nBcc: b@example.com" },
    { name: "other" },
  ])
    expect([wrong, (await patch(wrong)).status]).toEqual([wrong, 422]);
});
