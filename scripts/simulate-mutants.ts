import { parseArgs } from "node:util";
import { catchMutant } from "../test/simulation/mutants/catch-mutant.ts";
import { mutants } from "../test/simulation/mutants/mutants.ts";

// npm run simulate:mutants [-- --seed N --histories M]: plants each bug by itself and shows which invariant caught it, after how many steps, at which
// seed. Exit code 1 if one was not caught.

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, histories: { type: "string", default: "2000" } } });
const [seed, historiesMax] = [Number(values.seed), Number(values.histories)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(historiesMax) || historiesMax < 1) {
  console.error("--seed and --histories want whole numbers");
  process.exit(2);
}
console.log(`${"mutant".padEnd(96)}  caught by   steps     seed`);
let missed = 0;
for (const mutant of mutants) {
  const { by, steps, seed: at } = catchMutant(mutant, { seed, historiesMax });
  if (by === null) missed++;
  console.log(`${mutant.name.padEnd(96)}  ${(by ?? "NOT CAUGHT").padEnd(10)}  ${String(steps).padEnd(8)}  ${at ?? ""}`);
}
console.log(`${mutants.length - missed} of ${mutants.length} caught`);
process.exitCode = missed === 0 ? 0 : 1;
