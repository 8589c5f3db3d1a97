import { idPrefixes } from "../../../../contracts/values.ts";

const folder = "/api/v1/images/";

/** Where an image that was uploaded is served. */
export const imageUrlOf = (imageId: string): string => `${folder}${imageId}`;

/** The id of an image that was uploaded here, by its URL; null for one that is elsewhere. */
export const imageIdIn = (url: string): string | null =>
  url.startsWith(`${folder}${idPrefixes.image}_`) ? url.slice(folder.length) : null;
