/** The kinds of picture that are taken. SVG is none: it is a document that can carry script. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const;
export type ImageType = (typeof imageTypes)[number];

const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** What these bytes are by how they begin, or null for anything but a picture of a kind that is taken. What a client says that they are does not count. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (text(bytes, 0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") return "image/webp";
  return text(bytes, 4, 8) === "ftyp" && ["avif", "avis"].includes(text(bytes, 8, 12)) ? "image/avif" : null;
}
