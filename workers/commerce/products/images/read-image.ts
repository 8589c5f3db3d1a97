import { AppError } from "../../../platform/app-error.ts";
import type { Ctx } from "../../../platform/context.ts";

/** What a picture is served with. Its id follows from what it is, so it never changes; and whatever it is, it runs nothing. */
const served = {
  "cache-control": "public, max-age=31536000, immutable",
  "content-security-policy": "default-src 'none'; sandbox",
  "content-disposition": "inline",
};

export interface ServedImage {
  status: 200 | 304;
  body: ReadableStream<Uint8Array> | null;
  headers: Record<string, string>;
}

/** A picture that was uploaded. `known`: the ETags that the caller has (If-None-Match). Throws IMAGE_NOT_FOUND. */
export async function readImage(ctx: Ctx, { id, known }: { id: string; known: string | null }): Promise<ServedImage> {
  const found = await ctx.env.IMAGES.get(id, known === null ? {} : { onlyIf: new Headers({ "if-none-match": known }) });
  if (found === null) throw new AppError("IMAGE_NOT_FOUND");
  const headers = { ...served, etag: found.httpEtag };
  if (!("body" in found)) return { status: 304, body: null, headers };
  return {
    status: 200,
    body: found.body,
    headers: { ...headers, "content-type": found.httpMetadata?.contentType ?? "application/octet-stream" },
  };
}
