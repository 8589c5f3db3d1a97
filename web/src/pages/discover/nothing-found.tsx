import { Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import type { DiscoverSearch } from "../../page-search.ts";
import { buttonStyle } from "../../parts/button-style.ts";

/** Nothing passes the filters, or nothing is on sale at all. */
export function NothingFound({ search }: { search: DiscoverSearch }) {
  const filtered = Object.values(search).some((part) => part !== undefined);
  return (
    <div className="grid justify-items-center gap-3 py-20 text-center">
      <SearchX className="size-8 text-quiet" aria-hidden />
      <h2 className="text-lg">{search.q === undefined ? "Nothing on for this choice" : `Nothing found for “${search.q}”`}</h2>
      <p className="max-w-sm text-quiet">
        {filtered
          ? "Take a filter away, or look at everything that is on sale."
          : "No tickets are on sale right now. Come back a little later."}
      </p>
      {filtered ? (
        <Link to="/" search={{}} className={buttonStyle("plain", "medium", "mt-2")}>
          Show everything
        </Link>
      ) : null}
    </div>
  );
}
