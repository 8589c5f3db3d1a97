import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { failedWith } from "../../api/failure.ts";
import { listingQuery } from "../../api/queries.ts";
import { domainOfKind } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ListingHead } from "./listing-head.tsx";
import { ListingSkeleton } from "./listing-skeleton.tsx";
import { Showtimes } from "./showtimes.tsx";
import { Where } from "./where.tsx";

const route = getRouteApi("/$kind/$id");

export function ListingPage() {
  const { kind, id } = route.useParams();
  const domain = domainOfKind(kind) ?? "EVENT";
  const listing = useQuery(listingQuery(domain, id));

  if (failedWith(listing.error, "LISTING_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (listing.isError) return <Failed whole error={listing.error} retry={() => void listing.refetch()} />;
  if (listing.isPending) return <ListingSkeleton />;

  const { title, description, showtimes } = listing.data;
  const coming = showtimes.filter((show) => Date.parse(show.startsAt) > Date.now()).sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <article>
      <PageHead title={title} description={description?.slice(0, 160)} />
      <ListingHead listing={listing.data} domain={domain} first={coming.find((show) => show.status === "SCHEDULED")} />
      <div className="page grid gap-x-16 gap-y-12 py-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Showtimes showtimes={coming} domain={domain} />
        <aside className="grid content-start gap-10">
          {description === null ? null : (
            <section>
              <h2 className="mb-3 text-lg">About</h2>
              <p className="max-w-prose whitespace-pre-line text-quiet">{description}</p>
            </section>
          )}
          <Where showtimes={coming} />
        </aside>
      </div>
    </article>
  );
}
