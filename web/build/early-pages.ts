import type { Plugin, Rolldown } from "vite";

/** First parts of paths, and the module of the page that they lead to. */
const pages: Record<string, string> = {
  "": "discover/discover-page.tsx",
  events: "listing/listing-page.tsx",
  movies: "listing/listing-page.tsx",
  buses: "listing/listing-page.tsx",
  showtimes: "seats/seats-page.tsx",
  pay: "pay/pay-page.tsx",
};
const fileName = "early.js";

/**
 * A page's code would be asked for only when the entry has run. This script asks for it at once, by the address alone, so that both
 * arrive together.
 */
export function earlyPages(): Plugin {
  return {
    name: "early-pages",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const entry = new Set(chunks.filter((chunk) => chunk.isEntry).flatMap((chunk) => withImports(chunk, bundle)));
      const filesOf = (page: string) => {
        const chunk = chunks.find((each) => each.facadeModuleId?.endsWith(`/pages/${page}`));
        if (chunk === undefined) throw new Error(`web/build/early-pages.ts names ${page}, which is no page's module any more`);
        return withImports(chunk, bundle).filter((file) => !entry.has(file));
      };
      const map = Object.fromEntries(Object.entries(pages).map(([path, page]) => [path, filesOf(page)]));
      this.emitFile({ type: "asset", fileName, source: script(JSON.stringify(map)) });
    },
    transformIndexHtml: () => [{ tag: "script", attrs: { src: `/${fileName}`, async: true }, injectTo: "head-prepend" }],
  };
}

function withImports(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, seen = new Set<string>()): string[] {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const imported = chunk.imports.map((file) => bundle[file]).filter((output) => output?.type === "chunk");
  return [chunk.fileName, ...imported.flatMap((each) => withImports(each, bundle, seen))];
}

const script = (map: string): string => `for (const file of ${map}[location.pathname.split("/")[1]] ?? [])
  document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: "/" + file }));
`;
