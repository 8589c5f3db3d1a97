import { limits } from "../../../../contracts/limits.ts";
import { AppError } from "../../../platform/app-error.ts";
import { type Column, columnNamed } from "./columns.ts";
import { CsvFault, csvRecords, separatorOf } from "./csv-records.ts";
import { type LineRead, readLine } from "./read-line.ts";

/**
 * The lines of a file of products, each read when it is asked for. Throws VALIDATION_FAILED, before the first of them, for what cannot be taken as a whole: no
 * UTF-8, no CSV, a head with columns that are unknown or twice or without both `sku` and `name`, too many lines.
 */
export function linesOf(bytes: Uint8Array): Iterable<LineRead> {
  const text = textOf(bytes);
  const separator = separatorOf(text);
  const head = headOf(text, separator);
  refuseUnreadable(text, separator, head.length);
  return linesBelow(text, separator, head);
}

function* linesBelow(text: string, separator: string, head: readonly Column[]): Generator<LineRead> {
  let isHead = true;
  for (const { line, cells } of csvRecords(text, separator)) {
    if (!isHead) yield readLine(line, Object.fromEntries(head.map((column, place) => [column, cells[place]])));
    isHead = false;
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    // Without its byte order mark.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw unreadable("is not UTF-8: save it as CSV UTF-8");
  }
}

function headOf(text: string, separator: string): Column[] {
  const [record] = readable(() => [...firstOf(csvRecords(text, separator))]);
  const names = (record?.cells ?? []).map((name) => name.trim());
  const unknown = names.filter((name) => columnNamed(name) === undefined);
  if (unknown.length > 0) throw unreadable(`has columns that an import does not know: ${unknown.slice(0, 20).join(", ").slice(0, 200)}`);
  const columns = names.flatMap((name) => columnNamed(name) ?? []);
  if (!columns.includes("sku") && !columns.includes("name"))
    throw unreadable("has neither a column sku nor a column name in its first line");
  if (new Set(columns).size < columns.length) throw unreadable("names a column twice");
  return columns;
}

/** Goes over the whole file once, so that one which breaks off in the middle has done nothing. */
function refuseUnreadable(text: string, separator: string, columns: number): void {
  let lines = -1;
  readable(() => {
    for (const { line, cells } of csvRecords(text, separator)) {
      if (cells.length > columns) throw new CsvFault(line, `has more cells than there are columns (${columns})`);
      if (++lines > limits.importLinesMax) throw new CsvFault(line, `is one too many: a file has at most ${limits.importLinesMax}`);
    }
  });
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CsvFault) throw unreadable(`line ${error.line} ${error.message}`);
    throw error;
  }
}

function* firstOf<T>(items: Iterable<T>): Generator<T> {
  for (const item of items) return yield item;
}

const unreadable = (message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path: "", message }] });
