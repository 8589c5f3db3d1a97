import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { History } from "lucide-react";
import { type RefObject, useDeferredValue, useEffect, useId, useState } from "react";
import type { Listing } from "../../../contracts/listings.ts";
import { listingsQuery } from "../api/queries.ts";
import { type Domain, domainOfListing, domainWords } from "../domains.ts";
import { Poster } from "../parts/poster.tsx";
import { day } from "../time.ts";
import { recentSearches, rememberSearch } from "./recent-searches.ts";

interface SuggestionsProps {
  text: string;
  input: RefObject<HTMLInputElement | null>;
  search: (text: string) => void;
  close: () => void;
  /** The page shows what is found anyway: on a phone the list would only cover it. */
  resultsBelow: boolean;
}
type Option = { key: string; recent: string } | { key: string; listing: Listing };

function useMatching(domain: Domain, q: string): Listing[] {
  const query = useInfiniteQuery({ ...listingsQuery(domain, { q }), enabled: q.length > 1 });
  return q.length > 1 ? (query.data?.pages[0]?.items ?? []) : [];
}

/** The listbox under the search field; focus stays in the field, which names the active option. */
export function Suggestions({ text, input, search, close, resultsBelow }: SuggestionsProps) {
  const id = useId();
  const navigate = useNavigate();
  const q = useDeferredValue(text.trim());
  const found = [...useMatching("EVENT", q), ...useMatching("MOVIE", q), ...useMatching("BUS", q)].slice(0, 6);
  const options: Option[] =
    q === ""
      ? recentSearches().map((recent) => ({ key: `recent-${recent}`, recent }))
      : found.map((listing) => ({ key: listing.id, listing }));
  const [active, setActive] = useState(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other options
  useEffect(() => setActive(-1), [q]);

  const choose = (option: Option) => {
    if ("recent" in option) return search(option.recent);
    rememberSearch(option.listing.title);
    close();
    input.current?.blur();
    void navigate({ to: "/$kind/$id", params: { kind: domainWords[domainOfListing(option.listing.id)].kind, id: option.listing.id } });
  };

  useEffect(() => {
    const field = input.current;
    if (field === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0 && options.length > 0) {
        event.preventDefault();
        setActive((old) => (old + step + options.length + (old === -1 && step === -1 ? 1 : 0)) % options.length);
      }
      const option = options[active];
      if (event.key === "Enter" && option !== undefined) {
        event.preventDefault();
        choose(option);
      }
    };
    field.addEventListener("keydown", onKey);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", String(options.length > 0));
    field.setAttribute("aria-controls", id);
    if (active >= 0) field.setAttribute("aria-activedescendant", `${id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
    return () => {
      field.removeEventListener("keydown", onKey);
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
  });

  if (options.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={q === "" ? "Recent searches" : "Suggestions"}
      className={`rise absolute top-11 right-0 left-0 z-40 max-sm:fixed max-sm:inset-x-3 max-sm:top-14 overflow-hidden rounded-card border border-line bg-raised p-1.5 shadow-(--float) ${resultsBelow ? "max-sm:hidden" : ""}`}
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that keeps the focus handles the keys
        <div
          key={option.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="flex cursor-pointer items-center gap-3 rounded-control px-2.5 py-2 text-sm hover:bg-line/50 aria-selected:bg-line/70"
          // Before the field loses the focus and closes the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
        >
          {"recent" in option ? (
            <>
              <History className="size-4 text-quiet" aria-hidden />
              {option.recent}
            </>
          ) : (
            <>
              <Poster title={option.listing.title} url={option.listing.posterUrl} className="w-8 rounded-sm" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{option.listing.title}</span>
                <span className="block truncate text-xs text-quiet">{placeAndDay(option.listing)}</span>
              </span>
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function placeAndDay(listing: Listing): string {
  if (listing.next === null) return "No dates on sale";
  return `${listing.next.venue}, ${listing.next.city} · ${day(listing.next.startsAt, listing.next.timeZone)}`;
}
