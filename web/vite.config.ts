import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { earlyPages } from "./build/early-pages.ts";
import { englishOnly } from "./build/english-only.ts";
import { swaggerUi } from "./build/swagger-ui.ts";

const server = "http://localhost:8787";
const ofTheServer = ["/api", "/openapi.json", "/web-config", "/.well-known", "/actuator", "/mailbox"];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), swaggerUi(), englishOnly(), earlyPages()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    // The content security policy allows no data: fonts or scripts, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
  server: { proxy: Object.fromEntries(ofTheServer.map((path) => [path, { target: server, ws: true }])) },
});
