import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Domain, domainOfParam, domainWords } from "../../../domains.ts";
import { Failed } from "../../../parts/failed.tsx";
import { OrganizerHead } from "../../parts/organizer-head.tsx";
import { OrganizerTabs } from "../../parts/organizer-tabs.tsx";
import { ownShopsQuery } from "../api/shop-queries.ts";
import { Nothing } from "./nothing.tsx";

interface ShopFrameProps {
  title: string;
  lead: ReactNode;
  /** What can be done on the page. */
  actions?: (domain: Domain) => ReactNode;
  /** Where the page hangs; without it, it is one of the desk's tabs. */
  above?: (domain: Domain | undefined) => ReactNode;
  children: (domain: Domain) => ReactNode;
}

/** A page of an organizer's shop: in the domain that the address names, or the first in which one may sell. */
export function ShopFrame({ title, lead, actions, above, children }: ShopFrameProps) {
  const shops = useQuery(ownShopsQuery);
  const asked = domainOfParam(useSearch({ strict: false }).d);
  const domains = shops.data ?? [];
  const domain = asked !== undefined && domains.includes(asked) ? asked : domains[0];
  return (
    <div className="page grid gap-6 py-8 sm:py-10">
      {above === undefined ? <OrganizerTabs /> : null}
      <OrganizerHead title={title} lead={lead} {...(above !== undefined && { above: above(domain) })}>
        {domain === undefined ? null : actions?.(domain)}
      </OrganizerHead>
      {domains.length > 1 && above === undefined ? <DomainSwitch domains={domains} current={domain} /> : null}
      {shops.isError ? (
        <Failed error={shops.error} retry={() => void shops.refetch()} />
      ) : shops.data === undefined ? (
        // Another element than what comes, which should not seem to have moved.
        <div key="pending" aria-busy="true" className="skeleton h-96 rounded-card">
          <span className="sr-only">Loading</span>
        </div>
      ) : domain === undefined ? (
        <Nothing
          title="You are no organizer yet"
          words="Ask the box office to name you one. Then you can sell things beside your events."
        />
      ) : (
        children(domain)
      )}
    </div>
  );
}

function DomainSwitch({ domains, current }: { domains: readonly Domain[]; current: Domain | undefined }) {
  return (
    <nav aria-label="Sold beside" className="flex flex-wrap gap-2">
      {domains.map((domain) => (
        <Link
          key={domain}
          to="."
          search={{ d: domainWords[domain].param }}
          aria-current={domain === current ? "page" : undefined}
          className="inline-flex h-8 items-center rounded-full border border-line bg-raised px-3 text-sm font-medium hover:border-edge aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-ground"
        >
          {domainWords[domain].many}
        </Link>
      ))}
    </nav>
  );
}
