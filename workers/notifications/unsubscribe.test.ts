import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, makeApp, makeUser, origin, someAddress, type TestUser, testCtx } from "../../test/harness.ts";
import { eraseUser } from "../personal-data/erase-user.ts";
import { hmac } from "../platform/digest.ts";
import { mailWanted } from "./preferences/read.ts";
import { unsubscribePath, unsubscribeToken, unsubscribeUrl } from "./unsubscribe-token.ts";

let ada: TestUser;
beforeAll(async () => {
  ada = await makeUser(await makeApp());
});

/** What a browser or a mail program sends: no app, no account, no script. */
const open = (token: string, init: RequestInit = {}) =>
  exports.default.fetch(
    new Request(new URL(`${unsubscribePath}?token=${encodeURIComponent(token)}`, origin), {
      ...init,
      headers: { accept: "text/html", "cf-connecting-ip": someAddress(), ...init.headers },
    }),
  );
const post = (token: string, body: BodyInit | null = "List-Unsubscribe=One-Click", contentType = "application/x-www-form-urlencoded") =>
  open(token, { method: "POST", body, ...(typeof body === "string" && { headers: { "content-type": contentType } }) });
const wanted = async (user: TestUser, topic: "orders" | "payments") =>
  (await mailWanted(testCtx().db, [{ recipient: user.email, topic }]))[0]?.wanted;

describe("the link of a mail that ends mails of its kind", () => {
  it("is there for what can be switched off, where the platform knows its own address", async () => {
    const there = { ...env, PUBLIC_URL: "https://tickets.example.com" };
    const url = await unsubscribeUrl(there, ada.userId, "orders");
    expect(url).toBe(
      `https://tickets.example.com${unsubscribePath}?token=${await unsubscribeToken(env, { userId: ada.userId, topic: "orders" })}`,
    );
    expect(await unsubscribeUrl(there, ada.userId, "bookings")).toBeNull();
    expect(await unsubscribeUrl({ ...env, PUBLIC_URL: "" }, ada.userId, "orders")).toBeNull();
  });

  it("shows a page that changes nothing, however often a program looks at it", async () => {
    const token = await unsubscribeToken(env, { userId: ada.userId, topic: "orders" });
    const response = await open(token);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
    const page = await response.text();
    expect(page).toContain("Send me none of them");
    expect(page).toContain("your orders");
    // Whom it was sent to is not told to whoever it was passed on to.
    expect(page).not.toContain(ada.email);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]{22}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page).toContain(`<style nonce="${/nonce-([\w-]+)/.exec(policy)?.[1]}"`);
    expect(page).not.toContain("<script");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await wanted(ada, "orders")).toBe(true);
  });

  it("switches the topic off with one click of the mail program or the button, twice as once, and on again", async () => {
    const token = await unsubscribeToken(env, { userId: ada.userId, topic: "orders" });
    for (let n = 0; n < 2; n++) {
      const response = await post(token);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("Send them again");
    }
    expect([await wanted(ada, "orders"), await wanted(ada, "payments")]).toEqual([false, true]);
    expect(await (await post(token, "undo=1")).text()).toContain("They will be sent again");
    expect(await wanted(ada, "orders")).toBe(true);
    const parts = new FormData();
    parts.set("List-Unsubscribe", "One-Click");
    expect((await post(token, parts)).status).toBe(200);
    expect(await wanted(ada, "orders")).toBe(false);
    expect((await post(token, null)).status).toBe(200);
  });

  it("opens nothing else: not another person's mails, not another topic's, not what cannot be switched off", async () => {
    const bob = await makeUser(ada.app);
    const token = await unsubscribeToken(env, { userId: bob.userId, topic: "orders" });
    const [, , signature = ""] = token.split(".");
    const forged = [
      `${ada.userId}.orders.${signature}`,
      `${bob.userId}.payments.${signature}`,
      `${bob.userId}.bookings.${await hmac(env.TOKEN_SECRET, "unsubscribe", `${bob.userId}\nbookings`)}`,
      `${bob.userId}.orders.${await hmac(env.TOKEN_SECRET, "network", `${bob.userId}\norders`)}`,
      `${token}.x`,
      `${bob.userId}.orders.`,
      "..",
      "<script>alert(1)</script>",
    ];
    for (const each of forged) {
      const response = await post(each);
      const page = await response.text();
      expect([each, response.status]).toEqual([each, 400]);
      expect(page).toContain("This link does not work");
      expect(page).not.toContain("<script");
    }
    const json = await call("POST", `${unsubscribePath}?token=none`, {});
    expect([json.status, json.body.error.code]).toEqual([400, "UNSUBSCRIBE_TOKEN_INVALID"]);
    expect([await wanted(bob, "orders"), await wanted(bob, "payments")]).toEqual([true, true]);
    // A token of ours is no bearer.
    expect((await call("GET", "/api/v1/notifications", { app: ada.app, headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it("says nothing of whoever is gone, and writes nothing of them", async () => {
    const gone = await makeUser(ada.app);
    const token = await unsubscribeToken(env, { userId: gone.userId, topic: "orders" });
    await eraseUser(testCtx(), gone.userId);
    expect(await (await post(token)).text()).toContain("This account is gone");
    expect(await env.DB.prepare("SELECT * FROM notification_choices WHERE user_id = ?").bind(gone.userId).first()).toBeNull();
  });
});
