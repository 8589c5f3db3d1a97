import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { allDomains, domainWords } from "../../domains.ts";
import type { DiscoverSearch, When } from "../../page-search.ts";

const moments: { when: When; label: string }[] = [
  { when: "tonight", label: "Tonight" },
  { when: "weekend", label: "This weekend" },
];
const citiesShown = 8;

/** The filters, as chips that are links: each is an address, so back undoes it and it can be shared. */
export function Filters({ search, cities }: { search: DiscoverSearch; cities: string[] }) {
  // A chosen city narrows the answer to itself; the others stay on offer.
  const [known, setKnown] = useState<string[]>([]);
  const fresh = cities.filter((city) => !known.includes(city));
  if (fresh.length > 0) setKnown([...known, ...fresh]);
  const offered = known.slice(0, citiesShown);
  if (search.city !== undefined && !offered.includes(search.city)) offered.unshift(search.city);

  return (
    <nav
      aria-label="Filters"
      className="hide-scrollbar -mx-4 flex items-center gap-2 overflow-x-auto px-4 py-4 sm:mx-0 sm:flex-wrap sm:px-0"
    >
      <Chip on={search.d === undefined} to={{ ...search, d: undefined }}>
        All
      </Chip>
      {allDomains.map((domain) => {
        const { param, many } = domainWords[domain];
        return (
          <Chip key={param} on={search.d === param} to={{ ...search, d: param }}>
            {many}
          </Chip>
        );
      })}
      <Link
        to="/shop"
        className="inline-flex h-9 shrink-0 items-center rounded-full border border-line bg-raised px-4 text-sm font-medium text-ink transition-colors duration-150 hover:border-edge"
      >
        Shop
      </Link>
      <Divider />
      {moments.map(({ when, label }) => (
        <Chip key={when} on={search.when === when} to={{ ...search, when: search.when === when ? undefined : when }} removable>
          {label}
        </Chip>
      ))}
      {offered.length > 0 ? <Divider /> : null}
      {offered.map((city) => (
        <Chip key={city} on={search.city === city} to={{ ...search, city: search.city === city ? undefined : city }} removable>
          {city}
        </Chip>
      ))}
    </nav>
  );
}

function Divider() {
  return <span aria-hidden="true" className="mx-1 h-5 w-px shrink-0 bg-line" />;
}

function Chip({ on, to, removable = false, children }: { on: boolean; to: DiscoverSearch; removable?: boolean; children: ReactNode }) {
  return (
    <Link
      to="/"
      search={to}
      resetScroll={false}
      aria-current={on ? "true" : undefined}
      activeProps={{}}
      className={`inline-flex h-9 shrink-0 items-center gap-1.5 rounded-full border px-4 text-sm font-medium transition-colors duration-150 ${
        on ? "border-ink bg-ink text-ground" : "border-line bg-raised text-ink hover:border-edge"
      }`}
    >
      {children}
      {on && removable ? <X className="-mr-1 size-3.5" aria-label="remove" /> : null}
    </Link>
  );
}
