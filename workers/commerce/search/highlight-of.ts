import type { Found } from "../../../contracts/catalogue-search.ts";

/** A marked text as its parts: what was found stands between \u0002 and \u0003. */
export function highlightOf(marked: string): Found["title"] {
  const [before = "", ...finds] = marked.split("\u0002");
  const parts = finds.flatMap((find) => {
    const [hit = "", rest = ""] = find.split("\u0003");
    return [
      { text: hit, hit: true },
      { text: rest, hit: false },
    ];
  });
  return [{ text: before, hit: false }, ...parts].filter(({ text }) => text !== "");
}
