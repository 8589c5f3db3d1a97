import { toBase64 } from "../../platform/digest.ts";
import { oneLine } from "../one-line.ts";

const lineCharsMax = 76;
/** What RFC 5322 lets no line be longer than. */
const lineCharsLimit = 998;
/** So that an encoded word and the name of its header fit into a line. */
const bytesPerWord = 39;
const encoder = new TextEncoder();

/** A header whose value is a text for people, such as a subject: on one line, folded at spaces, encoded as of RFC 2047 where it is not plain ASCII. */
export function textHeader(name: string, text: string): string {
  const value = oneLine(text);
  const isPlain = isAscii(value) && !value.includes("=?") && value.split(" ").every((word) => word.length < lineCharsMax);
  return isPlain ? folded(`${name}: ${value}`) : `${name}: ${encodedWords(value)}`;
}

/** A header whose value is written as it is, such as an id. Throws for a name or value that could become another header, and for one that is too long. */
export function plainHeader(name: string, value: string): string {
  const line = `${name}: ${value}`;
  if (!/^[!-9;-~]+: [ -~]+$/.test(line)) throw new Error(`the header ${JSON.stringify(name.slice(0, 40))} cannot be written`);
  const header = folded(line);
  if (header.split("\r\n").some(({ length }) => length > lineCharsLimit)) throw new Error(`the header ${name} is too long`);
  return header;
}

/** Somebody's name and address in a header. Throws for an address that could become something else. */
export function addressHeader(header: string, { name, address }: { name: string; address: string }): string {
  requireAddress(address);
  const shown = oneLine(name);
  if (shown === "") return `${header}: ${address}`;
  const phrase = isAscii(shown) && shown.length < 60 ? `"${shown.replaceAll(/["\\]/g, "\\$&")}"` : encodedWords(shown);
  return folded(`${header}: ${phrase} <${address}>`);
}

/** What may stand between the angle brackets of a header and of an SMTP command: ASCII without what means something there. */
export function requireAddress(address: string): string {
  if (!/^[\w!#$%&'*+\-./=?^`{|}~]{1,64}@[A-Za-z0-9.-]{1,255}$/.test(address)) throw new Error("an address cannot be written");
  return address;
}

/** A file's name as a parameter of a header, for old and for new mail programs (RFC 2231). */
export function fileNameParameter(name: string, filename: string): string {
  const plain = oneLine(filename).replaceAll(/[^ -~]|["\\]/g, "_");
  const parameter = `${name}="${plain}"`;
  if (plain === filename) return parameter;
  const encoded = encodeURIComponent(oneLine(filename)).replaceAll(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${parameter};\r\n ${name}*=UTF-8''${encoded}`;
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

function encodedWords(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of text.toWellFormed()) {
    if (encoder.encode(word + character).length > bytesPerWord) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${toBase64(encoder.encode(each))}?=`).join("\r\n ");
}

/** Broken before words that would make a line too long; a word that is longer by itself stays whole. */
function folded(header: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of header.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    const lastLine = longer.slice(longer.lastIndexOf("\n") + 1);
    // A first line that is the name alone would be an empty header to some.
    if (lastLine.length > lineCharsMax && line !== "" && !/^[!-9;-~]+:$/.test(line)) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join("\r\n ");
}
