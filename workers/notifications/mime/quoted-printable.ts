const lineCharsMax = 76;

/**
 * A text as of RFC 2045, section 6.7: ASCII lines of at most 76 characters that end in CRLF, whatever their ends were. No line has a space at its end, and
 * none has `=_` in it, which is what boundaries begin with.
 */
export const quotedPrintable = (text: string): string => text.replaceAll(/\r\n?/g, "\n").split("\n").map(encodedLine).join("\r\n");

function encodedLine(line: string): string {
  const bytes = new TextEncoder().encode(line);
  let encoded = "";
  let length = 0;
  for (const [at, byte] of bytes.entries()) {
    const isLast = at === bytes.length - 1;
    const token = isPlain(byte, isLast) ? String.fromCharCode(byte) : escaped(byte);
    // One character is kept for the sign that the line goes on.
    if (length + token.length > (isLast ? lineCharsMax : lineCharsMax - 1)) {
      encoded += "=\r\n";
      length = 0;
    }
    encoded += token;
    length += token.length;
  }
  return encoded;
}

const equals = 0x3d;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;
const isPlain = (byte: number, isLast: boolean): boolean => (byte > 0x20 && byte < 0x7f && byte !== equals) || (isBlank(byte) && !isLast);
const escaped = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
