import { ChevronLeft, ChevronRight } from "lucide-react";
import { useId, useRef } from "react";
import type { FoundListing } from "../../../../contracts/front-page.ts";
import { Card } from "./card.tsx";

const arrow =
  "inline-flex size-9 items-center justify-center rounded-full border border-line bg-raised text-ink transition-colors duration-150 hover:border-edge max-sm:hidden";

/** A row of cards that scrolls sideways. Nothing where there is nothing to show. */
export function Rail({ title, found }: { title: string; found: FoundListing[] }) {
  const id = useId();
  const row = useRef<HTMLUListElement>(null);
  if (found.length === 0) return null;
  const scroll = (direction: 1 | -1) =>
    row.current?.scrollBy({
      left: direction * row.current.clientWidth * 0.8,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  return (
    <section aria-labelledby={id} className="mt-4 mb-10">
      <div className="mb-4 flex items-center justify-between">
        <h2 id={id} className="text-lg sm:text-xl">
          {title}
        </h2>
        {found.length > 5 ? (
          <div className="flex gap-2">
            <button type="button" aria-label={`Back in ${title}`} className={arrow} onClick={() => scroll(-1)}>
              <ChevronLeft className="size-4" aria-hidden />
            </button>
            <button type="button" aria-label={`On in ${title}`} className={arrow} onClick={() => scroll(1)}>
              <ChevronRight className="size-4" aria-hidden />
            </button>
          </div>
        ) : null}
      </div>
      <ul
        ref={row}
        className="hide-scrollbar -mx-4 flex snap-x scroll-px-4 gap-4 overflow-x-auto px-4 pt-1 pb-2 sm:-mx-2 sm:scroll-px-2 sm:gap-5 sm:px-2"
      >
        {found.map((each) => (
          <li key={each.listing.id} className="w-38 shrink-0 snap-start sm:w-46">
            <Card {...each} />
          </li>
        ))}
      </ul>
    </section>
  );
}
