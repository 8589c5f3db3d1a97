import { mutantsAfterTheSale } from "./after-sale.ts";
import { mutantsOfHolds } from "./holds.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOfOrders } from "./orders.ts";
import { mutantsOutside } from "./outside.ts";

/** Every planted bug. */
export const mutants: readonly Mutant[] = [...mutantsOfHolds, ...mutantsAfterTheSale, ...mutantsOfOrders, ...mutantsOutside];
