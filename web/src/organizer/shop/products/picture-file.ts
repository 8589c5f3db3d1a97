import { limits } from "../../../../../contracts/limits.ts";

/** What the API takes as a picture. */
export const pictureTypes = ["image/png", "image/jpeg", "image/webp", "image/avif"];

const mebibytes = limits.imageBytesMax / 1024 / 1024;

/** Why this file cannot be a picture; null if it can. */
export function pictureFault({ name, type, size }: Pick<File, "name" | "type" | "size">): string | null {
  if (!pictureTypes.includes(type)) return `${name} is no PNG, JPEG, WebP or AVIF.`;
  if (size === 0) return `${name} is empty.`;
  return size > limits.imageBytesMax ? `${name} is larger than ${mebibytes} MiB. Make it smaller and try again.` : null;
}

/** The file as a data: URL: the content security policy shows no others of what is not sent yet. */
export function readPicture(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the file could not be read"));
    reader.readAsDataURL(file);
  });
}
