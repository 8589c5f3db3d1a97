import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { becomes, logIn, mailAbout, newWindow, openBrowser, openSeats, register, url } from "./window.ts";

/** A change must be in the other window within this: what the issue promises, on a machine that may be busy with others. */
const elsewhereWithinMs = 300;
const triesMax = 10;

describe("the shop", () => {
  let browser: Browser;
  let shop: Shop;
  before(async () => {
    browser = await openBrowser();
    shop = await fillShop();
  });
  after(() => browser.close());

  it("finds popcorn for somebody who cannot spell it", async () => {
    const { page, complaints } = await newWindow(browser);
    const found = page.getByText("Showing results for");
    // The search knows what is new on the shelf a moment later.
    for (let attempt = 0; attempt < 10 && (await found.count()) === 0; attempt++) {
      await page.goto(`${url}/shop?d=event`);
      await page.getByRole("searchbox", { name: /^Search the shop/ }).fill("trumplepocorn");
      await found.waitFor({ timeout: 5000 }).catch(() => {});
    }
    await found.waitFor();
    await page
      .getByRole("link", { name: /Trumplepopcorn/ })
      .first()
      .waitFor();
    await page.waitForURL(/q=trumplepocorn/);
    assert.deepEqual(complaints, []);
  });

  it("keeps what a guest put in when the guest logs in", async () => {
    const { page, complaints } = await newWindow(browser);
    await putIn(page, shop.popcorn, "sweet");
    const drawer = page.getByRole("dialog", { name: "Your cart" });
    await drawer.getByRole("button", { name: /^One more of/ }).click();
    await drawer.getByText("€14.00").first().waitFor();
    await drawer.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Cart, 2 items" }).waitFor();

    await page.getByRole("link", { name: "Log in" }).click();
    await register(page, "Gesa Guest");
    await page.waitForURL(`${url}/`);
    await page.getByRole("button", { name: "Cart, 2 items" }).click();
    await drawer.getByText("sweet").waitFor();
    await page.waitForFunction(() => localStorage.getItem("mq_carts") === "{}");
    assert.deepEqual(complaints, []);
  });

  it("shows in one window within 300 ms what was changed in another", async () => {
    const here = await newWindow(browser);
    const there = await newWindow(browser);
    await here.page.goto(`${url}/login?next=/shop`);
    const email = await register(here.page, "Wim Windows");
    await here.page.waitForURL(`${url}/shop`);
    await there.page.goto(`${url}/login?next=/shop`);
    await logIn(there.page, email);
    await there.page.waitForURL(`${url}/shop`);
    await there.page.getByRole("button", { name: "Cart, empty" }).waitFor();
    await putIn(here.page, shop.badge);
    await there.page.getByRole("button", { name: "Cart, 1 item" }).click();
    const line = (page: Page) => page.getByRole("dialog", { name: "Your cart" }).getByRole("group", { name: /Test badge/ });
    await line(there.page).getByText("1", { exact: true }).waitFor();

    // Both windows note for themselves when what they show became another: of one machine, so by one clock.
    for (const { page } of [here, there])
      await line(page).evaluate((group) => {
        const note = () => {
          const pieces = group.textContent ?? "";
          document.documentElement.dataset[`pieces${pieces}`] ??= String(performance.timeOrigin + performance.now());
        };
        new MutationObserver(note).observe(group, { subtree: true, childList: true, characterData: true });
      });
    const notedAt = async ({ page }: { page: Page }, pieces: number) => {
      await line(page).getByText(String(pieces), { exact: true }).waitFor();
      return Number(await page.evaluate((name) => document.documentElement.dataset[name], `pieces${pieces}`));
    };
    const took: number[] = [];
    for (let pieces = 2; pieces <= 1 + triesMax && !took.some((ms) => ms <= elsewhereWithinMs); pieces++) {
      await line(here.page)
        .getByRole("button", { name: /^One more/ })
        .click();
      took.push((await notedAt(there, pieces)) - (await notedAt(here, pieces)));
    }
    assert.ok(Math.min(...took) <= elsewhereWithinMs, `it took ${took.map(Math.round).join(", ")} ms`);
  });

  it("sells tickets and popcorn in one checkout, with a code, and shows its order being sent", async () => {
    const { page, complaints } = await newWindow(browser);
    await openSeats(page, "A Short History of Rain");
    await page.getByRole("button", { name: "Best 2 together" }).click();
    const email = await register(page, "Tilda Together");
    await page.getByRole("button", { name: "Best 2 together" }).click();
    await page.getByRole("button", { name: "Add to cart" }).click();
    const drawer = page.getByRole("dialog", { name: "Your cart" });
    await drawer.getByText(/Held for \d:\d\d/).waitFor();
    await putIn(page, shop.popcorn, "salted");

    await drawer.getByRole("button", { name: "Add a code" }).click();
    await drawer.getByLabel("Promotion code").fill("no-such-code");
    await drawer.getByRole("button", { name: "Apply" }).click();
    await drawer.getByText("There is no such code").waitFor();
    await drawer.getByLabel("Promotion code").fill(shop.code);
    await drawer.getByRole("button", { name: "Apply" }).click();
    await drawer.getByText("Discount").waitFor();
    await drawer.getByRole("link", { name: "Check out" }).click();

    await choose(page, /Send it to me/);
    await page.getByLabel("Street and number").fill("Ringstraße 1");
    await page.getByLabel("Postal code").fill("1010");
    await page.getByLabel("City").fill("Vienna");
    await page.getByLabel("Country").selectOption("AT");
    // However often it is pressed, it is one order.
    await page.getByRole("button", { name: /^Pay €/ }).dblclick();
    await page.waitForURL(/\/orders\/ord_/);
    await page.getByRole("heading", { name: /It is paid/ }).waitFor();
    await page.getByRole("link", { name: "Open the tickets" }).waitFor();
    await page.getByText("Popcorn", { exact: false }).first().waitFor();
    await page.getByRole("button", { name: "Cart, empty" }).waitFor();
    const [orderId = ""] = /ord_[0-9A-Z]+/.exec(page.url()) ?? [];

    await shop.move(orderId, { status: "FULFILLING" });
    await page.getByRole("heading", { name: "Being packed" }).waitFor();
    await shop.move(orderId, {
      status: "SHIPPED",
      tracking: { carrier: "Post", number: "RR123456785AT", url: "https://track.example.com/RR123456785AT" },
    });
    await page.getByRole("heading", { name: "On its way" }).waitFor();
    await page.getByText("RR123456785AT").waitFor();
    await page.goto(`${url}/orders?status=SHIPPED`);
    await page
      .getByRole("main")
      .getByRole("link", { name: /Short History of Rain/ })
      .waitFor();
    await mailAbout(/RR123456785AT/, email);
    // The browser itself complains of the code that there is not.
    assert.deepEqual(
      complaints.filter((complaint) => !complaint.includes("/cart/promo")),
      [],
    );
  });

  it("keeps the cart when a card is declined, and takes another", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/login?next=/shop`);
    await register(page, "Dirk Declined");
    await page.waitForURL(`${url}/shop`);
    await putIn(page, shop.badge);
    await page.getByRole("link", { name: "Check out" }).click();
    await choose(page, /Collect it/);
    await choose(page, /Is declined/);
    await page.getByRole("button", { name: "Pay €4.00" }).click();
    await page.getByText(/The bank said no\..*Your cart is as it was/).waitFor();
    await page.getByRole("button", { name: "Cart, 1 item" }).waitFor();

    await choose(page, /Pays after 5 seconds/);
    await page.getByRole("button", { name: "Pay €4.00" }).click();
    await page.waitForURL(/\/orders\/ord_/);
    await page.getByRole("heading", { name: "Waiting for payment" }).waitFor();
    await page.getByRole("heading", { name: /It is paid/ }).waitFor({ timeout: 30_000 });

    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("dialog").getByText("€4.00").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("heading", { name: "Cancelled" }).waitFor();
  });

  it("says what has changed before anybody pays more or for less", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/login?next=/shop`);
    await register(page, "Carla Changed");
    await page.waitForURL(`${url}/shop`);
    await putIn(page, shop.scarf);
    const drawer = page.getByRole("dialog", { name: "Your cart" });
    await drawer.getByRole("button", { name: /^One more of/ }).click();
    await drawer.getByText("€40.00").first().waitFor();
    await drawer.getByRole("link", { name: "Check out" }).click();
    await choose(page, /Collect it/);
    await page.getByRole("button", { name: "Pay €40.00" }).waitFor();
    await shop.change(shop.scarf, { price: 2500 });
    await page.getByRole("button", { name: "Pay €40.00" }).click();
    await page.getByText("Test scarf costs €25.00 now, not €20.00.").waitFor();

    await shop.change(shop.scarf, { stock: 1 });
    await page.getByRole("button", { name: "Pay €50.00" }).click();
    await page.getByText("only 1 are left").waitFor();
    await page.getByRole("button", { name: "Leave it out" }).click();
    await page.getByRole("button", { name: "Pay €25.00" }).click();
    await page.getByRole("heading", { name: /It is paid/ }).waitFor();
  });

  it("is usable on a phone and without a mouse", async () => {
    const { page, complaints } = await newWindow(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(`${url}/shop/${shop.popcorn}?d=event`);
    await page.getByRole("radio", { name: /salted/i }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("button", { name: /^Add to cart · €7\.00/ }).focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Your cart" });
    await drawer.getByText("sweet").waitFor();
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
    await becomes(() => drawer.evaluate((dialog) => [dialog.clientWidth, dialog.scrollWidth]), [390, 390]);
    await drawer.getByRole("button", { name: /^Take out/ }).focus();
    await page.keyboard.press("Enter");
    await drawer.getByText("Nothing in it yet").waitFor();
    await drawer.getByRole("button", { name: "Put back" }).click();
    await drawer.getByText("sweet").waitFor();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Cart, 1 item" }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

/** Opens a product and puts one into the cart, which opens. */
async function putIn(page: Page, productId: string, kind?: string): Promise<void> {
  await page.goto(`${url}/shop/${productId}?d=event`);
  if (kind !== undefined) await choose(page, new RegExp(kind, "i"));
  await page.getByRole("button", { name: /^Add to cart/ }).click();
  await page.getByRole("dialog", { name: "Your cart" }).waitFor();
}

interface Shop {
  /** Product ids: popcorn comes salted and sweet, the others are of one kind. */
  popcorn: string;
  badge: string;
  scarf: string;
  code: string;
  move(orderId: string, to: object): Promise<void>;
  change(productId: string, to: object): Promise<void>;
}

/** What a tenant's server does: it puts things on the shelf, and sends what is ordered. */
async function fillShop(): Promise<Shop> {
  const { apps } = await (await fetch(`${url}/web-config`)).json();
  const { appId } = apps.find(({ domain }: { domain: string }) => domain === "EVENT");
  const call = async (method: string, path: string, body: object, headers: Record<string, string>) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const { data, error } = await answer.json();
    assert.equal(error, undefined, `${method} ${path} answered ${answer.status} ${JSON.stringify(error)}`);
    return data;
  };
  const admin = await call("POST", "/admin/login", { email: "admin@marquee.test", password: "marquee-local-admin" }, {});
  const { secretKey } = await call(
    "POST",
    `/admin/apps/${appId}/keys`,
    { kind: "SECRET" },
    { authorization: `Bearer ${admin.accessToken}` },
  );
  const server = { "x-app-id": appId, "x-api-key": secretKey };
  const add = async (product: object): Promise<string> => {
    const { product: made } = await call("POST", "/products", { currency: "EUR", category: "browser tests", ...product }, server);
    return made.id;
  };
  const code = `TEST${Date.now()}`;
  await call("POST", "/promotions", { code, percent: 15 }, server);
  const variants = [
    { name: "salted", stock: 100 },
    { name: "sweet", price: 700, stock: 100 },
  ];
  return {
    popcorn: await add({ name: "Trumplepopcorn, large", price: 650, variants }),
    badge: await add({ name: "Test badge", price: 400, stock: 100 }),
    scarf: await add({ name: "Test scarf", price: 2000, stock: 10 }),
    code,
    move: async (orderId, to) => void (await call("PATCH", `/orders/${orderId}/status`, to, server)),
    change: async (productId, to) => void (await call("PATCH", `/products/${productId}`, to, server)),
  };
}

/** A page that has just opened may be drawn anew under the click. */
async function choose(page: Page, name: RegExp): Promise<void> {
  const radio = page.getByRole("radio", { name });
  for (let attempt = 1; attempt <= 10; attempt++) {
    await radio.click({ force: true });
    if (await radio.isChecked()) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`${name} cannot be chosen`);
}
