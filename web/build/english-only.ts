import type { Plugin } from "vite";

const otherLocale = /[/\\]intl[/\\](?:.*[/\\])?(?!en-US)[a-z]{2}-[A-Z]{2}\.(?:mjs|js)$/;

/** React Aria ships its few words in 34 languages; the app is in English, so the others would be dead weight. */
export function englishOnly(): Plugin {
  return {
    name: "english-only",
    enforce: "pre",
    load: { filter: { id: otherLocale }, handler: () => "export default {}" },
  };
}
