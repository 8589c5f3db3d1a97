import { useNavigate } from "@tanstack/react-router";
import { History } from "lucide-react";
import { type RefObject, useDeferredValue, useEffect, useId, useState } from "react";
import type { Listing } from "../../../contracts/listings.ts";
import { domainWords } from "../domains.ts";
import { shortMoney } from "../money.ts";
import { Poster } from "../parts/poster.tsx";
import { Highlighted } from "../shop/parts/highlighted.tsx";
import { Picture } from "../shop/parts/picture.tsx";
import { type FoundAt, useFound } from "../shop/search/use-found.ts";
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
type Option = { key: string; recent: string } | { key: string; found: FoundAt };
const shownMax = 6;
const frame =
  "rise absolute top-11 right-0 left-0 z-40 max-sm:fixed max-sm:inset-x-3 max-sm:top-14 overflow-hidden rounded-card border border-line bg-raised shadow-(--float)";

/** The listbox under the search field; focus stays in the field, which names the active option. */
export function Suggestions({ text, input, search, close, resultsBelow }: SuggestionsProps) {
  const id = useId();
  const navigate = useNavigate();
  const q = useDeferredValue(text.trim());
  const { found, loading } = useFound(q, shownMax);
  const options: Option[] =
    q === ""
      ? recentSearches().map((recent) => ({ key: `recent-${recent}`, recent }))
      : found.slice(0, shownMax).map((each) => ({ key: each.id, found: each }));
  const [active, setActive] = useState(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other options
  useEffect(() => setActive(-1), [q]);

  const choose = (option: Option) => {
    if ("recent" in option) return search(option.recent);
    const { id, domain, listing, product } = option.found;
    rememberSearch(listing?.title ?? product?.name ?? q);
    close();
    input.current?.blur();
    if (product === null) void navigate({ to: "/$kind/$id", params: { kind: domainWords[domain].kind, id } });
    else void navigate({ to: "/shop/$id", params: { id }, search: { d: domainWords[domain].param } });
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

  if (q.length > 1 && !loading && options.length === 0 && !resultsBelow)
    return (
      <p role="status" className={`${frame} px-4 py-3 text-sm text-quiet`}>
        Nothing is like “{q}”.
      </p>
    );
  if (options.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={q === "" ? "Recent searches" : "Suggestions"}
      className={`${frame} p-1.5 ${resultsBelow ? "max-sm:hidden" : ""}`}
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
              {option.found.product === null ? (
                <Poster
                  title={option.found.listing?.title ?? ""}
                  url={option.found.listing?.posterUrl ?? null}
                  className="w-8 rounded-sm"
                />
              ) : (
                <Picture url={option.found.product.imageUrl} className="w-8 rounded-sm" />
              )}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  <Highlighted parts={option.found.title} />
                </span>
                <span className="block truncate text-xs text-quiet">{sideOf(option.found)}</span>
              </span>
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function sideOf({ listing, product }: FoundAt): string {
  if (product !== null) return `In the shop · ${shortMoney(product.price, product.currency)}`;
  return listing === null ? "" : placeAndDay(listing);
}

function placeAndDay(listing: Listing): string {
  if (listing.next === null) return "No dates on sale";
  return `${listing.next.venue}, ${listing.next.city} · ${day(listing.next.startsAt, listing.next.timeZone)}`;
}
