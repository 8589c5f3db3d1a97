import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../../../contracts/limits.ts";
import type { Product } from "../../../../contracts/products.ts";
import { call, credentialsOf, makeApp, makeUser, origin, type TestApp, testTenantCtx } from "../../../../test/harness.ts";
import { placeOrder } from "../../../../test/placed-orders.ts";
import { variantsOfProduct } from "../variants-of.ts";
import { imageTypeOf } from "./image-type.ts";
import { imageIdIn } from "./image-url.ts";

const path = "/api/v1/products";
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** The beginning of a PNG, and something to tell it from another. */
const png = (rest = "1"): Uint8Array => bytesOf(`\x89PNG\r\n\x1a\n${rest}`);

interface Sent {
  status: number;
  body: { data: { product: Product }; error: { code: string; details?: Record<string, unknown> } };
}

async function put(app: TestApp, id: string, bytes: Uint8Array, type = "image/png", query = ""): Promise<Sent> {
  const headers = { ...(await credentialsOf({ server: app })), "content-type": type };
  const response = await exports.default.fetch(`${origin}${path}/${id}/images${query}`, { method: "PUT", headers, body: bytes });
  return { status: response.status, body: await response.json() };
}
const fetchImage = (url: string, headers: Record<string, string> = {}) => exports.default.fetch(`${origin}${url}`, { headers });
const make = async (server: TestApp): Promise<Product> =>
  (await call<{ product: Product }>("POST", path, { server, body: { name: "Cup", price: 900, currency: "EUR", stock: 5 } })).body.data
    .product;

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

it("a picture is known by how it begins, whatever it is called", () => {
  expect(imageTypeOf(png())).toBe("image/png");
  expect(imageTypeOf(bytesOf("\xff\xd8\xff\xe0"))).toBe("image/jpeg");
  expect(imageTypeOf(bytesOf("RIFF\0\0\0\0WEBPVP8 "))).toBe("image/webp");
  expect(imageTypeOf(bytesOf("\0\0\0\x1cftypavif"))).toBe("image/avif");
  for (const other of ["", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "RIFF\0\0\0\0WAVE", "\0\0\0\x1cftypisom", "<script>"]) {
    expect(imageTypeOf(bytesOf(other))).toBeNull();
  }
});

describe("a picture of a product", () => {
  it("is served to everybody as what it is, kept for ever, and runs nothing", async () => {
    const { id } = await make(app);
    const { status, body } = await put(app, id, png(), "image/png", "?alt=A%20cup");
    expect(status).toBe(200);
    const [image] = body.data.product.images;
    expect(image).toEqual({ url: expect.stringMatching(/^\/api\/v1\/images\/img_[0-9A-Z]{26}$/), alt: "A cup" });
    expect(body.data.product.imageUrl).toBe(image?.url);
    const served = await fetchImage(image?.url ?? "");
    expect(served.status).toBe(200);
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(png());
    expect(Object.fromEntries(served.headers)).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "cross-origin",
    });
    const again = await fetchImage(image?.url ?? "", { "if-none-match": served.headers.get("etag") ?? "" });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });

  it("that is sent again is there once, and that of another product is another", async () => {
    const [first, second] = [await make(app), await make(app)];
    await Promise.all([put(app, first.id, png()), put(app, first.id, png())]);
    const { images } = (await put(app, first.id, png())).body.data.product;
    const other = (await put(app, second.id, png())).body.data.product.images;
    expect([images.length, other.length, images[0]?.url === other[0]?.url]).toEqual([1, 1, false]);
  });

  it("is refused if it is no picture, has script in it, is too large or is one too many", async () => {
    const { id } = await make(app);
    const codeOf = ({ status, body }: Sent) => [status, body.error.code];
    const svg = bytesOf("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    expect(codeOf(await put(app, id, svg, "image/svg+xml"))).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect(codeOf(await put(app, id, svg, "image/png"))).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect(codeOf(await put(app, id, new Uint8Array(), "image/png"))).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect(codeOf(await put(app, id, new Uint8Array(limits.imageBytesMax + 1)))).toEqual([413, "BODY_TOO_LARGE"]);
    for (let turn = 0; turn < limits.imagesPerProductMax; turn++) expect((await put(app, id, png(`${turn}`))).status).toBe(200);
    expect(codeOf(await put(app, id, png("one more")))).toEqual([422, "VALIDATION_FAILED"]);
    expect((await put(app, id, png("3"))).status).toBe(200);
  });

  it("is for whoever manages the product", async () => {
    const { id } = await make(app);
    const other = await makeApp();
    expect((await put(other, id, png())).body.error.code).toBe("PRODUCT_NOT_FOUND");
    const organizer = await makeUser(app, { role: "ORGANIZER" });
    const answer = await call("PUT", `${path}/${id}/images`, { user: organizer });
    expect(answer.body.error.code).toBe("FORBIDDEN");
  });

  it("goes with its file, and so does everything of a product that is deleted", async () => {
    const { id } = await make(app);
    await put(app, id, png("a"));
    const [a, b] = (await put(app, id, png("b"))).body.data.product.images;
    const idOf = (url = "") => imageIdIn(url) ?? "";
    const removed = await call<{ product: Product }>("DELETE", `${path}/${id}/images/${idOf(a?.url)}`, { server: app });
    expect(removed.body.data.product.images).toEqual([b]);
    expect((await fetchImage(a?.url ?? "")).status).toBe(404);
    expect((await call("DELETE", `${path}/${id}/images/${idOf(a?.url)}`, { server: app })).body.error.code).toBe("IMAGE_NOT_FOUND");
    await call("DELETE", `${path}/${id}`, { server: app });
    expect(await env.IMAGES.head(idOf(b?.url))).toBeNull();
  });

  it("stays where an order shows it, and where it belongs to another product", async () => {
    const [mine, theirs] = [await make(app), await make(app)];
    const [shown] = (await put(app, mine.id, png("shown"))).body.data.product.images;
    const [foreign] = (await put(app, theirs.id, png("foreign"))).body.data.product.images;
    const [variant] = await variantsOfProduct(testTenantCtx(app), mine.id);
    await placeOrder(app, { line: { productId: mine.id, variantId: variant?.variantId ?? "", quantity: 1, imageUrl: shown?.url ?? "" } });
    await call("PATCH", `${path}/${mine.id}`, { server: app, body: { images: [{ url: foreign?.url }] } });
    const emptied = await call<{ product: Product }>("PATCH", `${path}/${mine.id}`, { server: app, body: { images: [] } });
    expect(emptied.body.data.product.images).toEqual([]);
    for (const image of [shown, foreign]) expect((await fetchImage(image?.url ?? "")).status).toBe(200);
  });
});

it("an image that nobody uploaded is 404", async () => {
  expect((await call("GET", "/api/v1/images/img_none")).body.error.code).toBe("IMAGE_NOT_FOUND");
});
