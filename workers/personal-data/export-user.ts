import { limits } from "../../contracts/limits.ts";
import { getMe } from "../identity/read.ts";
import type { UserCtx } from "../platform/context.ts";
import type { ExportSection, Person } from "../platform/personal-data.ts";
import { domainsWithPeople } from "./domains.ts";

/** What is in memory at a time. */
const rowsPerRead = 200;

/**
 * All that is kept of whoever asks, as one JSON text: a list a section, read and handed on a few rows at a time, so that it takes no more memory
 * however much it is. Sections with more than `limits.exportRowsPerSectionMax` rows are cut, and named under `truncated`.
 * Throws TOKEN_INVALID if the account is gone since.
 */
export async function exportUser(ctx: UserCtx): Promise<ReadableStream<Uint8Array>> {
  const { id, email, username } = await getMe(ctx);
  const pieces = exportPieces(ctx, { userId: id, email, username });
  return new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return();
    },
  }).pipeThrough(new TextEncoderStream());
}

/** Exported for the tests, which cut it shorter. */
export async function* exportPieces(
  ctx: UserCtx,
  person: Person,
  rowsMax: number = limits.exportRowsPerSectionMax,
): AsyncGenerator<string, void> {
  const truncated: string[] = [];
  yield `{"exportedAt":${JSON.stringify(new Date(ctx.now()).toISOString())},"userId":${JSON.stringify(person.userId)}`;
  for (const section of domainsWithPeople.flatMap((domain) => domain.sections)) {
    yield `,${JSON.stringify(section.name)}:[`;
    if (!(yield* rowsOf(ctx, person, section, rowsMax))) truncated.push(section.name);
    yield "]";
  }
  yield `,"truncated":${JSON.stringify(truncated)}}`;
}

/** The rows of a section with commas between them. Returns whether they were all. */
async function* rowsOf(ctx: UserCtx, person: Person, section: ExportSection, rowsMax: number): AsyncGenerator<string, boolean> {
  let after: string | null = null;
  for (let written = 0; written < rowsMax; ) {
    const { items, next } = await section.read(ctx, person, after, Math.min(rowsPerRead, rowsMax - written));
    if (items.length > 0) yield (written > 0 ? "," : "") + items.map((item) => JSON.stringify(item)).join(",");
    written += items.length;
    after = next;
    if (after === null) return true;
  }
  return false;
}
