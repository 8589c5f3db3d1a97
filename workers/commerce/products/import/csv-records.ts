export interface CsvRecord {
  /** On which line of the text it begins; the first is 1. */
  line: number;
  cells: string[];
}

/** A text that is no CSV. */
export class CsvFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = "CsvFault";
    this.line = line;
  }
}

const separators = [",", ";", "\t"];

/** What stands between the cells of a text by its first line: whichever of comma, semicolon and tab it has most of. */
export function separatorOf(text: string): string {
  const head = text.slice(0, Math.max(0, text.search(/[\r\n]|$/))).replaceAll(/"[^"]*"/g, "");
  const count = (separator: string) => head.split(separator).length;
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

/** The records of a text by RFC 4180, one at a time: quoted cells with doubled quotes and line ends in them, any of the three line ends. Empty lines are none. Throws CsvFault. */
export function* csvRecords(text: string, separator: string): Generator<CsvRecord> {
  for (let at = 0, line = 1; at < text.length; ) {
    const record: CsvRecord = { line, cells: [] };
    for (let ended = false; !ended; ) {
      const cell = text[at] === '"' ? quotedCell(text, at, line) : plainCell(text, at, separator);
      record.cells.push(cell.value);
      line += cell.lines;
      at = cell.end;
      ended = text[at] !== separator;
      if (ended && at < text.length && text[at] !== "\r" && text[at] !== "\n") throw new CsvFault(line, "has text behind a closing quote");
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
    line += 1;
    if (record.cells.length > 1 || record.cells[0]?.trim() !== "") yield record;
  }
}

interface Cell {
  value: string;
  /** Where the character behind it is. */
  end: number;
  /** Line ends inside it. */
  lines: number;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\r" && text[end] !== "\n") end++;
  return { value: text.slice(from, end), end, lines: 0 };
}

function quotedCell(text: string, from: number, line: number): Cell {
  let value = "";
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvFault(line, "has a quote that is never closed");
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, lines: value.split(/\r\n|\r|\n/).length - 1 };
    value += '"';
    at = quote + 2;
  }
}
