import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFName, type PDFPage, PDFRawStream } from "@cantoo/pdf-lib";

/** What each page of a PDF says, line by line: read back through the tables that map its glyphs to characters, as a reader copies text. */
export async function textOf(bytes: Uint8Array): Promise<string[]> {
  return (await PDFDocument.load(bytes)).getPages().map(pageText);
}

function pageText(page: PDFPage): string {
  const fonts = fontsOf(page);
  let current = new Map<string, string>();
  const lines: string[] = [];
  for (const match of contentOf(page).matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)) {
    const [, font, glyphs] = match;
    if (font !== undefined) current = fonts.get(font) ?? new Map();
    if (glyphs !== undefined) lines.push((glyphs.match(/.{4}/g) ?? []).map((glyph) => current.get(glyph.toUpperCase()) ?? "").join(""));
  }
  return lines.join("\n");
}

function contentOf(page: PDFPage): string {
  const contents = page.node.Contents();
  const streams = contents instanceof PDFArray ? contents.asArray().map((each) => page.node.context.lookup(each)) : [contents];
  return streams.map((stream) => (stream instanceof PDFRawStream ? decoded(stream) : "")).join("\n");
}

/** Each font of the page by its name there: its glyphs, four hexadecimal digits each, and the characters that they stand for. */
function fontsOf(page: PDFPage): Map<string, Map<string, string>> {
  const fonts = page.node.Resources()?.lookup(PDFName.of("Font"), PDFDict);
  return new Map(
    (fonts?.keys() ?? []).map((name) => {
      const table = fonts?.lookup(name, PDFDict).lookup(PDFName.of("ToUnicode"));
      return [name.decodeText(), table instanceof PDFRawStream ? charactersOf(decoded(table)) : new Map()];
    }),
  );
}

function charactersOf(table: string): Map<string, string> {
  const pairs = [...table.matchAll(/<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>/g)];
  return new Map(pairs.map(([, glyph = "", units = ""]) => [glyph.toUpperCase(), fromUnits(units)]));
}

const fromUnits = (hex: string): string => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

const decoded = (stream: PDFRawStream): string => new TextDecoder("latin1").decode(decodePDFRawStream(stream).decode());
