import { limits } from "../../../contracts/limits.ts";
import type { ImportedLine, ImportReport } from "../../../contracts/products.ts";
import type { IdKind } from "../../../contracts/values.ts";
import { ownerFor } from "../../catalog/managed.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { announceFacts } from "../../platform/outbox.ts";
import type { ProductFound } from "./answers.ts";
import { linesOf } from "./import/file-of-products.ts";
import { knownProducts } from "./import/known-products.ts";
import { type Importing, planProduct, refuseAmbiguous } from "./import/plan-product.ts";
import type { LineRead, ProductLine } from "./import/read-line.ts";
import { callOf, type Known, linesByProduct } from "./import/which-product.ts";
import { type Change, writeSlice } from "./import/write-slice.ts";
import { refusedWrite } from "./refused-write.ts";

/** So often a slice is planned anew where somebody else changed the same products. */
const attemptsMax = 3;

/**
 * Makes and changes products by the lines of a CSV file (docs/shop.md), an organizer's own or the tenant's, and reports on each line. Lines are written some
 * hundreds at a time; one that cannot be done stops no other, and the same file again changes nothing. `dryRun`: only says what would become of them. Throws
 * VALIDATION_FAILED for a file that cannot be read as a whole; then nothing was written.
 */
export async function importProducts(ctx: TenantCtx, { bytes, dryRun }: { bytes: Uint8Array; dryRun: boolean }): Promise<ImportReport> {
  const report = new Report();
  // What a dry run would have written by now.
  const made = dryRun ? new Map<string, ProductFound>() : null;
  for (const slice of slicesOf(linesOf(bytes))) {
    const readable = slice.flatMap((line) => ("product" in line ? line.product : []));
    const refused = slice.flatMap((line): ImportedLine[] =>
      "issues" in line ? [{ line: line.line, outcome: "REFUSED", productId: null, issues: line.issues }] : [],
    );
    const done = made === null ? await importSlice(ctx, readable) : await rehearse(ctx, readable, made);
    report.add([...refused, ...done].sort((a, b) => a.line - b.line));
  }
  if (!dryRun) announceFacts(ctx);
  return report.whole;
}

/** Some lines at a time: few enough for one statement to carry them. */
function* slicesOf(lines: Iterable<LineRead>): Generator<LineRead[]> {
  let slice: LineRead[] = [];
  let chars = 0;
  for (const line of lines) {
    slice.push(line);
    chars += JSON.stringify(line).length;
    if (slice.length < limits.importLinesPerSlice && chars < limits.importBytesPerSlice) continue;
    yield slice;
    [slice, chars] = [[], 0];
  }
  if (slice.length > 0) yield slice;
}

async function importSlice(ctx: TenantCtx, lines: readonly ProductLine[]): Promise<ImportedLine[]> {
  for (let attempt = 1; ; attempt++) {
    const planned = plan(ctx, lines, await knownProducts(ctx, lines));
    try {
      await writeSlice(ctx, planned.changes);
      return planned.outcomes;
    } catch (error) {
      const refusal = refusedWrite(error);
      if (!(refusal instanceof AppError)) throw refusal;
      if (attempt === attemptsMax) return lines.map(({ line }) => ({ line, outcome: "REFUSED", productId: null, issues: [contended] }));
    }
  }
}
const contended = { column: "sku", message: "was changed by somebody else at the same moment: import it again" };

async function rehearse(ctx: TenantCtx, lines: readonly ProductLine[], made: Map<string, ProductFound>): Promise<ImportedLine[]> {
  const stored = await knownProducts(ctx, lines);
  const { changes, outcomes } = plan(ctx, lines, new Map([...stored, ...made]));
  for (const { after } of changes) {
    const { sku, name } = after.product;
    made.set(callOf({ name }), after);
    if (sku !== null) made.set(callOf({ sku }), after);
  }
  const ids = new Set([...stored.values()].flatMap((found) => (found === "several" ? [] : found.product.id)));
  // Nobody must keep the id of a product that there is not.
  return outcomes.map((outcome) => ({
    ...outcome,
    productId: outcome.productId !== null && ids.has(outcome.productId) ? outcome.productId : null,
  }));
}

function plan(ctx: TenantCtx, lines: readonly ProductLine[], known: Known): { changes: Change[]; outcomes: ImportedLine[] } {
  const nowMs = ctx.now();
  const ownerId = ownerFor(ctx);
  const importing: Importing = {
    appId: ctx.tenant.appId,
    ownerId,
    manages: (owner) => ownerId === null || owner === ownerId,
    nowMs,
    newProductId: idsInOrder("product", lines.length, nowMs),
    newVariantId: idsInOrder("variant", lines.length, nowMs),
  };
  const changes: Change[] = [];
  const outcomes: ImportedLine[] = [];
  for (const ofProduct of linesByProduct(lines, known)) {
    const [first] = ofProduct;
    const before = (first && known.get(callOf(first))) ?? null;
    if (before === "several") {
      outcomes.push(...refuseAmbiguous(ofProduct));
      continue;
    }
    const planned = planProduct(before, ofProduct, importing);
    if (planned.after !== null && planned.after !== before) changes.push({ before, after: planned.after });
    outcomes.push(...planned.outcomes);
  }
  return { changes, outcomes };
}

/** New ids, each behind the one before: within a millisecond they would come in any order, and lists go by the order of their making. */
function idsInOrder(kind: IdKind, count: number, nowMs: number): () => string {
  const ids = Array.from({ length: count }, () => newId(kind, nowMs)).sort();
  return () => ids.shift() ?? newId(kind, nowMs);
}

class Report {
  readonly whole: ImportReport = { created: 0, updated: 0, unchanged: 0, refused: 0, lines: [] };
  #reported = { refused: 0, others: 0 };

  add(outcomes: readonly ImportedLine[]): void {
    for (const outcome of outcomes) {
      this.whole[counters[outcome.outcome]]++;
      const kind = outcome.outcome === "REFUSED" ? "refused" : "others";
      if (++this.#reported[kind] <= reportedMax[kind]) this.whole.lines.push(outcome);
    }
  }
}
const counters = { CREATED: "created", UPDATED: "updated", UNCHANGED: "unchanged", REFUSED: "refused" } as const;
const reportedMax = { refused: limits.importRefusalsReported, others: limits.importLinesReported } as const;
