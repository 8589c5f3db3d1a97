import { useId } from "react";
import type { FoundListing } from "../../../../contracts/front-page.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Card } from "./card.tsx";

export function ListingGrid({ title, found }: { title: string; found: FoundListing[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-4">
      <h2 id={id} aria-live="polite" className="mb-4 text-lg sm:text-xl">
        {title}
      </h2>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-5 md:grid-cols-4 lg:grid-cols-5">
        {found.map((each) => (
          <li key={each.listing.id} className="min-w-0">
            <Card {...each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function More({ load, loading }: { load: () => void; loading: boolean }) {
  return (
    <div className="mt-10 text-center">
      <button type="button" onClick={load} disabled={loading} className={buttonStyle("plain", "large")}>
        {loading ? "Loading…" : "Show more"}
      </button>
    </div>
  );
}

ListingGrid.More = More;
