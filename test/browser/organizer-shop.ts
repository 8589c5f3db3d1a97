import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { becomes, logIn, newWindow, openBrowser, password, url, type Window } from "./window.ts";

/** A square of one pixel. */
const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");
/** Whatever this run makes is told apart by it. */
const run = String(Date.now() % 1_000_000);

async function organizerWindow(browser: Browser, path: string): Promise<Window> {
  const window = await newWindow(browser);
  await window.page.goto(url + path);
  await logIn(window.page, "organizer@marquee.test", "marquee-demo");
  await window.page.waitForURL((address) => address.pathname === path);
  return window;
}

const row = (page: Page, name: string) => page.getByRole("list", { name: "Products" }).getByRole("listitem").filter({ hasText: name });

describe("an organizer's shop", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("takes a product with two variants and a picture, and counts its shelves", async () => {
    const name = `Scarf ${run}`;
    const { page, complaints } = await organizerWindow(browser, "/organizer/products");
    await page.getByRole("link", { name: "New product" }).click();
    await page.getByRole("button", { name: "Create product" }).click();
    await page.getByText("Say what it costs.").waitFor();

    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Category").fill("clothes");
    await page.locator('input[type="file"]').setInputFiles({ name: "scarf.png", mimeType: "image/png", buffer: picture });
    await page.getByLabel("What picture 1 shows, for those who do not see it").fill("A scarf in two colours");
    await page.getByLabel("Price", { exact: true }).fill("19,90");
    for (const [place, { variant, stock, price }] of [
      { variant: "red", stock: "12", price: "" },
      { variant: "black", stock: "3", price: "24" },
    ].entries()) {
      await page.getByRole("button", { name: "Add variant" }).click();
      await page.getByLabel("Variant", { exact: true }).nth(place).fill(variant);
      await page.getByLabel("Its price").nth(place).fill(price);
      await page.getByLabel("In stock").nth(place).fill(stock);
    }
    await page.getByRole("button", { name: "Move black up" }).click();
    await page.getByRole("button", { name: "Create product" }).click();

    await row(page, name).getByText("€19.90 – €24").waitFor();
    await row(page, name).getByText("One low").waitFor();
    const image = row(page, name).locator("img");
    assert.match((await image.getAttribute("src")) ?? "", /^\/api\/v1\/images\/img_/);
    await page.waitForFunction((element) => (element as HTMLImageElement).naturalWidth > 0, await image.elementHandle());

    await row(page, name)
      .getByRole("button", { name: `15 of ${name} left, 15 in stock. Change the stock` })
      .click();
    await page.getByRole("dialog").getByLabel("red", { exact: true }).fill("40");
    await page.getByRole("dialog").getByRole("button", { name: "Save stock" }).click();
    await row(page, name)
      .getByRole("button", { name: `43 of ${name} left` })
      .waitFor();

    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await becomes(() => page.getByLabel("Variant", { exact: true }).first().inputValue(), "black");
    await becomes(() => page.getByLabel("What picture 1 shows, for those who do not see it").inputValue(), "A scarf in two colours");
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove product" }).click();
    await page.getByRole("heading", { level: 1, name: "Products" }).waitFor();
    await row(page, name).waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
  });

  it("tries a file before it takes it, and says which line it refuses and why", async () => {
    const { page, complaints } = await organizerWindow(browser, "/organizer/products/import");
    const lines = [
      "sku,name,price_major,currency,stock",
      `MUG-${run},Mug ${run},9.50,EUR,30`,
      `CAP-${run},Cap ${run},a lot,EUR,5`,
      `BAG-${run},Bag ${run},12,EUR,8`,
    ];
    const file = { name: "shop.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByRole("heading", { name: "What would change" }).waitFor();
    const refused = page.getByRole("row").filter({ hasText: "Is refused" });
    await refused.getByText(`CAP-${run}`).waitFor();
    await refused.getByText("price_major").waitFor();
    await becomes(() => refused.count(), 1);

    await page.getByRole("button", { name: "Import 2 lines" }).click();
    await page.getByRole("heading", { name: "Imported" }).waitFor();
    await page.getByRole("link", { name: "To the products" }).click();
    await row(page, `Mug ${run}`).getByText("€9.50").waitFor();
    await row(page, `Bag ${run}`).getByText("€12.00").waitFor();
    assert.equal(await row(page, `Cap ${run}`).count(), 0);
    assert.deepEqual(complaints, []);
  });

  it("sends an order on its way with a number to follow it, and gives another's money back", async () => {
    const shop = await openShop();
    const { page, complaints } = await organizerWindow(browser, "/organizer/orders");
    const orders = page.getByRole("list", { name: "Orders" });
    const first = await shop.buy(2);
    const second = await shop.buy(1);
    await page.reload();
    await orders.getByRole("link", { name: `#${first.slice(-6)}` }).click();
    await page.getByText("Ringstraße 1").waitFor();
    await page.getByRole("button", { name: "Start packing" }).waitFor();

    // Somebody else at the desk was faster: the page says so and goes on from there.
    await shop.move(first, "FULFILLING");
    await page.getByRole("button", { name: "Start packing" }).click();
    await page.getByText("This order cannot take that step any more. It is now: being packed.").waitFor();
    await page.getByRole("button", { name: "Send it" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Tracking number").fill("RR123456785AT");
    await dialog.getByLabel("Where to follow it").fill("not an address");
    await dialog.getByRole("button", { name: "Mark as sent" }).click();
    await dialog.getByText("An address that begins with https://.").waitFor();
    await dialog.getByLabel("Where to follow it").fill("https://track.example.com/RR123456785AT");
    await dialog.getByRole("button", { name: "Mark as sent" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Follow it" }).waitFor();
    assert.deepEqual(await shop.seen(first), {
      status: "SHIPPED",
      tracking: { number: "RR123456785AT", url: "https://track.example.com/RR123456785AT" },
    });
    await page.getByRole("button", { name: "Mark as delivered" }).click();
    await page.getByRole("list", { name: "What happened" }).getByText("Delivered").waitFor();

    await page.goto(`${url}/organizer/orders/packing`);
    await page.getByRole("article", { name: `Order #${second.slice(-6)}` }).waitFor();
    assert.equal(await page.getByRole("article", { name: `Order #${first.slice(-6)}` }).count(), 0);

    await page.goto(`${url}/organizer/orders/${second}`);
    await page.getByRole("button", { name: "Cancel order" }).click();
    await dialog.getByText("€7.00 goes back to the buyer.").waitFor();
    await dialog.getByLabel("Why? The buyer reads it").fill("the last one is torn");
    await dialog.getByRole("button", { name: "Cancel order, €7.00 back" }).click();
    await page.getByRole("status").getByText("Cancelled").waitFor();
    await page.getByText("“the last one is torn”").first().waitFor();
    assert.equal((await shop.seen(second)).status, "CANCELLED");
    assert.deepEqual(
      complaints.filter((words) => !words.includes("409")),
      [],
    );
  });
});

interface Shop {
  /** Orders so many of the organizer's postcards, and answers the order's id. */
  buy(quantity: number): Promise<string>;
  /** What the seller does elsewhere. */
  move(orderId: string, status: string): Promise<void>;
  /** What the buyer is told. */
  seen(orderId: string): Promise<{ status: string; tracking: unknown }>;
}

/** The demo's organizer sells postcards at €7, and somebody is there to buy them. */
async function openShop(): Promise<Shop> {
  const { apps } = await (await fetch(`${url}/web-config`)).json();
  const app = apps.find(({ domain }: { domain: string }) => domain === "EVENT");
  const call = async (method: string, path: string, token: string | null, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        // The pages' key may only be used from their origin.
        origin: url,
        "x-app-id": app.appId,
        "x-api-key": app.publishableKey,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { data, error } = await answer.json();
    assert.equal(error, undefined, `${method} ${path} answered ${answer.status} ${JSON.stringify(error)}`);
    return data;
  };
  const seller = (await call("POST", "/auth/login", null, { email: "organizer@marquee.test", password: "marquee-demo" })).accessToken;
  const person = { name: "Pia Post", email: `pia.post.${run}@example.com`, password };
  const buyer = (await call("POST", "/auth/register", null, person)).accessToken;
  const product = { name: `Postcard ${run}`, price: 700, currency: "EUR", stock: 10 };
  const { id } = (await call("POST", "/products", seller, product)).product;
  return {
    buy: async (quantity) => {
      await call("POST", "/cart/items", buyer, { productId: id, quantity });
      const { order } = await call("POST", "/checkout", buyer, {
        paymentMethod: { method: "card", token: "tok_ok" },
        shippingAddress: { name: "Pia Post", line1: "Ringstraße 1", postalCode: "1010", city: "Vienna", country: "AT" },
      });
      return order.id;
    },
    move: (orderId, status) => call("PATCH", `/orders/${orderId}/status`, seller, { status }),
    seen: async (orderId) => {
      const { status, tracking } = (await call("GET", `/orders/${orderId}`, buyer)).order;
      return { status, tracking };
    },
  };
}
