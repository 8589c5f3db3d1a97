import type { Context } from "hono";
import { z } from "zod";
import { limits } from "../../contracts/limits.ts";
import type { AppEnv } from "../gateway/app-env.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { toBase64Url } from "../platform/digest.ts";
import { preferencesUrl } from "./preferences-url.ts";
import { type Standing, standingOf, unsubscribe } from "./unsubscribe.ts";
import { unsubscribePage } from "./unsubscribe-page.tsx";
import { unsubscribePath } from "./unsubscribe-token.ts";

export const unsubscribeRoutes = new Endpoints("Notifications");

const query = z.strictObject({ token: z.string().min(1).max(limits.unsubscribeTokenCharsMax) });
const page = { mediaType: "text/html", description: "A page with one button." };

unsubscribeRoutes.get(
  unsubscribePath,
  {
    operationId: "showUnsubscribe",
    summary: "Where the link of a mail leads that ends mails of its kind",
    description:
      "Changes nothing: programs that look at links switch nothing off. The link names person and topic, is signed, and never runs out.",
    access: "open",
    query,
    answer: page,
    errors: ["UNSUBSCRIBE_TOKEN_INVALID"],
    style: "raw",
  },
  (ctx, { query: { token } }, c) => answer(ctx, c, { token, changed: false }, () => standingOf(ctx, token)),
);

unsubscribeRoutes.post(
  unsubscribePath,
  {
    operationId: "unsubscribe",
    summary: "End the mails of a topic by the link of a mail, or begin them again",
    description:
      "What a mail program posts for `List-Unsubscribe-Post` (RFC 8058), and the page's own button. With `undo=1` in the form the mails are sent again.",
    access: "open",
    query,
    file: {
      mediaTypes: ["application/x-www-form-urlencoded", "multipart/form-data"],
      description: "`List-Unsubscribe=One-Click`, `undo=1`, or nothing.",
    },
    bodyBytesMax: limits.unsubscribeBodyBytesMax,
    answer: page,
    errors: ["UNSUBSCRIBE_TOKEN_INVALID"],
    idempotency: "none",
    style: "raw",
  },
  (ctx, { query: { token } }, c) =>
    answer(ctx, c, { token, changed: true }, () => {
      // A form in parts is what some mail programs send; the page's own is not.
      const form = new URLSearchParams(new TextDecoder().decode(c.get("bodyBytes")));
      return unsubscribe(ctx, { token, wanted: form.get("undo") === "1" });
    }),
);

/** The page; whoever does not ask for one is told a bad link as any other client is. */
async function answer(
  ctx: Ctx,
  c: Context<AppEnv>,
  view: { token: string; changed: boolean },
  look: () => Promise<Standing>,
): Promise<Response> {
  const standing = await look().catch((error: unknown) => {
    const isBadLink = error instanceof AppError && error.code === "UNSUBSCRIBE_TOKEN_INVALID";
    if (isBadLink && c.req.header("accept")?.includes("text/html")) return null;
    throw error;
  });
  const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const settings = preferencesUrl(ctx.env, standing?.person?.userId ?? null);
  c.header("Content-Security-Policy", policyOf(nonce));
  c.header("Cache-Control", "no-store");
  return c.html(unsubscribePage({ ...view, standing, settings, nonce }), standing === null ? 400 : 200);
}

const policyOf = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
