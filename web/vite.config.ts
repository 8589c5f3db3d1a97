import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { earlyPages } from "./build/early-pages.ts";
import { englishOnly } from "./build/english-only.ts";
import { styleFirst } from "./build/style-first.ts";
import { swaggerUi } from "./build/swagger-ui.ts";

const server = "http://localhost:8787";
const ofTheServer = ["/api", "/openapi.json", "/web-config", "/.well-known", "/actuator", "/mailbox"];

const ofEveryPage = new RegExp(
  [
    "node_modules/(react|react-dom|scheduler)/",
    "node_modules/@tanstack/(react-router|router-core|history|react-store|store)/",
    "node_modules/@tanstack/query-core/build/modern/(utils|retryer|focusManager|notifyManager|onlineManager|timeoutManager|subscribable|removable|query|queryCache|queryClient|mutation|mutationCache|infiniteQueryBehavior|environmentManager)\\.js$",
    "node_modules/@tanstack/react-query/build/modern/QueryClientProvider\\.js$",
    "node_modules/lucide-react/dist/esm/(createLucideIcon|Icon|context|shared/.+)\\.m?js$",
    "web/src/(front-page|(api/(exchange|failure|request|send|web-config)|session/.+))\\.ts$",
  ].join("|"),
);

/** What most pages for visitors draw with. */
const ofMostPages = new RegExp(
  [
    "node_modules/@tanstack/(query-core/build/modern/(queryObserver|infiniteQueryObserver)|react-query/build/modern/(useBaseQuery|useInfiniteQuery|useQuery|IsRestoringProvider|QueryErrorResetBoundary|errorBoundaryUtils|suspense))\\.js$",
    "node_modules/lucide-react/dist/esm/icons/(calendar-days|chevron-left|chevron-right|map-pin|x)\\.m?js$",
    "web/src/(first-those|locale|money|time|words)\\.ts$",
    "web/src/parts/(button-style|page-head|poster|poster-drawing|poster-glow|seats-left)\\.tsx?$",
  ].join("|"),
);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), swaggerUi(), englishOnly(), earlyPages(), styleFirst()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    // The content security policy allows no data: fonts or scripts, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every page needs stays in one chunk: split finer it compresses worse and costs more requests.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "frame", test: ofEveryPage, priority: 2 },
            { name: "parts", test: ofMostPages, priority: 1 },
          ],
        },
        // The entry lists every chunk by its file: names of two hundred of them are a kilobyte and a half that every visitor loads.
        chunkFileNames: "assets/[hash].js",
      },
    },
    target: "es2023",
  },
  server: { proxy: Object.fromEntries(ofTheServer.map((path) => [path, { target: server, ws: true }])) },
});
