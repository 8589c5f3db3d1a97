import type { Context } from "hono";
import { limits } from "../../contracts/limits.ts";
import type { AppEnv } from "./app-env.ts";
import { respond } from "./respond.ts";

type Cell = string | number | boolean | null;

/** So many rows are read at a time. */
const pageRows = 500;

/** Whether the caller asks for a file in place of a page. */
export const wantsCsv = (c: Context<AppEnv>, format: "json" | "csv" | undefined): boolean =>
  format === "csv" || (format === undefined && /^text\/csv\b/.test(c.req.header("accept") ?? ""));

/** One line as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe in front and stays text. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const inert = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/**
 * A file of lines, sent while it is read: `pages` is asked for the next rows when the reader has taken the last ones. Ends after 50,000 rows.
 * `name`: of the file, without its ending.
 */
export function csvFile(c: Context<AppEnv>, name: string, columns: readonly string[], pages: AsyncIterator<Cell[][]>): Response {
  const { log, now } = c.get("ctx");
  const lines = csvLines(columns, pages, (error) => log.error("a file broke off", error, { file: name }));
  return respond(c, lines, 200, {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${name}-${new Date(now()).toISOString().slice(0, 10)}.csv"`,
    "Cache-Control": "no-store",
  });
}

/** The lines of a file as a stream, the columns' names first. What breaks it off is told to `onFailure` and to the reader. */
export function csvLines(
  columns: readonly string[],
  pages: AsyncIterator<Cell[][]>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let left: number = limits.csvRowsMax;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(columns))),
    async pull(controller) {
      try {
        const next = left > 0 ? await pages.next() : { done: true as const };
        if (next.done) return controller.close();
        const rows = next.value.slice(0, left);
        left -= rows.length;
        controller.enqueue(encoder.encode(rows.map(csvLine).join("")));
      } catch (error) {
        onFailure(error);
        controller.error(error);
      }
    },
    async cancel() {
      await pages.return?.();
    },
  });
}

/** All rows of a list behind `cursor`, page by page. */
export async function* everyPage<Item>(
  cursor: string | undefined,
  list: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
  toCells: (item: Item) => Cell[],
): AsyncGenerator<Cell[][]> {
  for (let next: string | null | undefined = cursor; next !== null; ) {
    const { items, nextCursor } = await list({ limit: pageRows, ...(next !== undefined && { cursor: next }) });
    yield items.map(toCells);
    next = nextCursor;
  }
}
