import { fileURLToPath } from "node:url";
import { hostWorker } from "../worker-host.ts";

// A Hono application of one route that does nothing.
await hostWorker({ name: "bench-hono", folder: fileURLToPath(new URL("./", import.meta.url)) });
