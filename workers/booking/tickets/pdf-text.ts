/** Stands for what the font has no picture of. */
const replacement = "\uFFFD";
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text in one line, with a mark in the place of each character, as people count them, that the font cannot show. */
export function printable(text: string, shows: (codePoint: number) => boolean): string {
  const clean = text.normalize("NFC").replaceAll(/[\s\p{Cc}]+/gu, " ");
  return [...graphemes.segment(clean)].map(({ segment }) => (isShown(segment, shows) ? segment : replacement)).join("");
}

const isShown = (segment: string, shows: (codePoint: number) => boolean): boolean =>
  [...segment].every((character) => shows(character.codePointAt(0) ?? 0));

/**
 * The text in at most `lines` lines that are no wider than `width`, broken at spaces and, where a word is too long by itself, inside it. What is
 * too much ends in an ellipsis.
 */
export function wrapped(
  text: string,
  { width, lines, widthOf }: { width: number; lines: number; widthOf: (text: string) => number },
): string[] {
  const broken: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, width, widthOf))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) line = longer;
    else {
      broken.push(line);
      line = word;
    }
  }
  broken.push(line);
  if (broken.length <= lines) return broken;
  return [...broken.slice(0, lines - 1), shortened(broken.slice(lines - 1).join(" "), width, widthOf)];
}

/** A word in pieces that each fit. */
function pieces(word: string, width: number, widthOf: (text: string) => number): string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && widthOf(piece + character) > width) {
      found.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...found, piece];
}

function shortened(text: string, width: number, widthOf: (text: string) => number): string {
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join("").trimEnd()}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
