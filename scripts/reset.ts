import { rmSync } from "node:fs";
import { inProject, stateFolders } from "./local/project.ts";

// npm run reset: forgets the local database, the objects and the demo's keys, so that the next start begins anew. With `-- --secrets` also
// .dev.vars, which signs everybody out and makes passwords in a kept database useless.

const { wrangler, demo } = stateFolders();
const paths = [wrangler, demo, ...(process.argv.includes("--secrets") ? [inProject(".dev.vars")] : [])];
for (const path of paths) rmSync(path, { recursive: true, force: true });
console.log(`Removed ${paths.join(", ")}. npm start begins anew.`);
