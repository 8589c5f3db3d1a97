import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const directory = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const files = new Map([
  ["swagger-ui-bundle.js", "text/javascript"],
  ["swagger-ui.css", "text/css"],
]);

/** Puts Swagger UI beside `public/docs/index.html`, so that the reference needs no other origin. */
export function swaggerUi(): Plugin {
  return {
    name: "swagger-ui",
    async generateBundle() {
      for (const name of files.keys()) {
        this.emitFile({ type: "asset", fileName: `docs/${name}`, source: await readFile(join(directory, name)) });
      }
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        if (request.url === "/docs/") request.url = "/docs/index.html";
        const name = request.url?.replace(/^\/docs\//, "") ?? "";
        const type = files.get(name);
        if (type === undefined) return next();
        response.setHeader("content-type", type).end(await readFile(join(directory, name)));
      });
    },
  };
}
