import type { Found } from "../../../../contracts/catalogue-search.ts";

/** Words in which something was found, with what was found marked. */
export function Highlighted({ parts }: { parts: Found["title"] }) {
  return parts.map(({ text, hit }, index) =>
    hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
      <mark key={index} className="rounded-xs bg-accent-wash text-inherit underline decoration-accent-text decoration-2 underline-offset-3">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
