import type { Plugin } from "vite";

const stylesheet = /\n\s*<link rel="stylesheet"[^>]*>/;
const code = /<(script type="module"|link rel="modulepreload")/g;

/**
 * The Worker draws the first screen into the page, so the style is all that it waits for: it is asked for first, and the app's code, which is ten
 * times as much and takes over later, leaves the line to it.
 */
export function styleFirst(): Plugin {
  return {
    name: "style-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const [link] = stylesheet.exec(html) ?? [];
        if (link === undefined) throw new Error("index.html has no stylesheet to put first");
        return html.replace(link, "").replace("<head>", `<head>${link}`).replace(code, '<$1 fetchpriority="low"');
      },
    },
  };
}
