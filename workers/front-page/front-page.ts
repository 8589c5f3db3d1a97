import type { MiddlewareHandler } from "hono";
import { frontPageId } from "../../contracts/front-page.ts";
import type { AppEnv } from "../gateway/app-env.ts";
import { featuredIn, firstScreen } from "./first-screen.tsx";
import { recentFrontPage } from "./read-front-page.ts";
import { localeOf } from "./words.ts";

/** What makes the page another one than the first. */
const filters = ["q", "city", "when", "d"];

/**
 * Answers `/` with the web app's page, into which it puts the first screen and what it is drawn with: a visitor sees what is on as soon as the HTML
 * and its style are there, not after the app's code and its questions. Searches and whatever goes wrong get the page as it is.
 */
export function frontPage(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (c.req.path !== "/" || !reads) return next();
    // Without the caller's conditions: the page is the same file when what is on has changed.
    const page = await c.env.ASSETS.fetch(new URL("/", c.req.url), { method: c.req.method });
    if (!page.ok || filters.some((name) => c.req.query(name) !== undefined)) return page;
    const ctx = c.get("ctx");
    try {
      const data = await recentFrontPage(ctx);
      const featured = featuredIn(data.listings);
      const screen = featured && firstScreen(featured, { locale: localeOf(c.req.header("accept-language")), nowMs: ctx.now() });
      return withFirstScreen(page, { screen, poster: featured?.listing.posterUrl ?? null, data: JSON.stringify(data) });
    } catch (error) {
      ctx.log.error("the first page goes without its first screen", error);
      return page;
    }
  };
}

interface FirstScreen {
  /** HTML that goes below the bar; undefined where nothing is on. */
  screen: string | undefined;
  poster: string | null;
  /** JSON. */
  data: string;
}

/** The page with the first screen below its bar, the poster asked for before anything, and the data behind it. */
export function withFirstScreen(page: Response, { screen, poster, data }: FirstScreen): Response {
  const filled = new HTMLRewriter()
    // The configuration is in the page.
    .on('link[href="/web-config"]', { element: (link) => void link.remove() })
    .on("meta[charset]", {
      element: (meta) => {
        if (poster !== null) meta.after(`<link rel="preload" as="image" href="${attribute(poster)}" fetchpriority="high">`, { html: true });
      },
    })
    .on("#root", {
      element: (root) => {
        if (screen !== undefined) root.append(screen, { html: true });
        // A type that is no script's is never run, whatever it holds.
        root.after(`<script type="application/json" id="${frontPageId}">${data.replaceAll("<", "\\u003c")}</script>`, { html: true });
      },
    })
    .transform(page);
  const headers = new Headers(filled.headers);
  headers.delete("etag");
  headers.delete("content-length");
  headers.set("cache-control", "no-cache");
  return new Response(filled.body, { status: filled.status, headers });
}

const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
