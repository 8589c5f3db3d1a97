import { expect, it } from "vitest";
import type { Api } from "../scripts/demo/api.ts";
import { ensureShop } from "../scripts/demo/demo-shop.ts";
import { demoProducts } from "../scripts/demo/programme/shop.ts";
import { call, makeApp } from "./harness.ts";

it("the demo's shop is stocked once, however often the demo starts", async () => {
  const app = await makeApp({ domain: "MOVIE" });
  let written = 0;
  const api = {
    call: async (method: string, path: string, { body }: { body?: unknown }) => {
      const answer = await call(method, `/api/v1${path}`, { server: app, ...(body !== undefined && { body }) });
      expect([path, answer.body.error]).toEqual([path, undefined]);
      if (method === "POST") written++;
      return answer.body.data;
    },
  } as unknown as Api;
  const own = { ...app, name: "Starling Cinema", origins: [] };
  await ensureShop(api, "MOVIE", own);
  expect(written).toBe(demoProducts.MOVIE.length + 2);
  await ensureShop(api, "MOVIE", own);
  expect(written).toBe(demoProducts.MOVIE.length + 2);
});
