import type { FC } from "hono/jsx";
import { type FoundListing, featuredOf, soonestFirst } from "../../contracts/front-page.ts";
import type { NextShowtime } from "../../contracts/listings.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { type Words, wordsIn } from "./words.ts";

const places: Record<Domain, { kind: string; param: string }> = {
  EVENT: { kind: "events", param: "event" },
  MOVIE: { kind: "movies", param: "movie" },
  BUS: { kind: "buses", param: "bus" },
};
const cards = ["a", "b", "c", "d", "e"];

/**
 * What is seen of the first page before the app is here: the elements, classes and words of `web/src/pages/discover/hero.tsx`, whose place the app
 * takes without anything moving. A browser test holds the one against the other.
 */
export const firstScreen = (featured: FoundListing, { locale, nowMs }: { locale: string; nowMs: number }): string =>
  String(<FirstScreen {...featured} words={wordsIn(locale)} nowMs={nowMs} />);

const FirstScreen: FC<FoundListing & { words: Words; nowMs: number }> = ({ domain, listing, words, nowMs }) => {
  const { kind, param } = places[domain];
  const href = `/${kind}/${listing.id}`;
  return (
    <main class="flex-1 pb-28 sm:pb-20">
      <section aria-labelledby="hero-title" class="night relative isolate overflow-hidden bg-ground">
        <div aria-hidden="true" class="absolute inset-0 -z-10 overflow-hidden">
          <Poster
            url={listing.posterUrl}
            style="absolute top-1/2 left-1/2 w-[140%] -translate-x-1/2 -translate-y-1/2 opacity-55 blur-3xl saturate-150"
          />
          <div class="absolute inset-0 bg-linear-to-r from-ground via-ground/75 to-ground/20" />
          <div class="absolute inset-x-0 bottom-0 h-1/2 bg-linear-to-t from-ground/80 to-transparent" />
        </div>
        <div class="page grid items-center pb-8 sm:min-h-[30rem] sm:grid-cols-[1fr_auto] sm:gap-12 sm:py-12">
          <div
            aria-hidden="true"
            class="hero-poster -mx-4 h-[21rem] overflow-hidden max-sm:-mb-12 sm:order-last sm:mx-0 sm:h-auto sm:w-64 sm:overflow-visible lg:w-72"
          >
            <Poster url={listing.posterUrl} style="ring-white/10 sm:rounded-card sm:shadow-(--float) sm:ring-1" />
          </div>
          <div class="relative grid justify-items-start gap-4">
            {listing.type !== null && <p class="rounded-full bg-white/12 px-3 py-1 text-xs font-medium">{words.readable(listing.type)}</p>}
            <h1 id="hero-title" class="text-2xl font-extrabold sm:text-3xl">
              <a href={href}>{listing.title}</a>
            </h1>
            {listing.description !== null && <p class="line-clamp-2 max-w-prose text-quiet sm:text-lg">{listing.description}</p>}
            {listing.next !== null && (
              <Next next={listing.next} href={`/showtimes/${listing.next.showtimeId}?d=${param}`} words={words} nowMs={nowMs} />
            )}
          </div>
        </div>
      </section>
      <Rest />
    </main>
  );
};

const Poster: FC<{ url: string | null; style: string }> = ({ url, style }) => (
  <span class={`block aspect-2/3 overflow-hidden bg-stage ${style}`}>
    {url !== null && <img src={url} alt="" width={400} height={600} fetchpriority="high" class="size-full object-cover" />}
  </span>
);

const Next: FC<{ next: NextShowtime; href: string; words: Words; nowMs: number }> = ({ next, href, words, nowMs }) => (
  <>
    <ul class="tabular grid gap-1.5 text-sm sm:text-base">
      <li class="flex items-center gap-2">
        <span class="size-4" />
        {words.dayAndClock(next.startsAt, next.timeZone, nowMs)}
      </li>
      <li class="flex items-center gap-2">
        <span class="size-4" />
        {next.venue}, {next.city}
      </li>
    </ul>
    <div class="mt-2 flex flex-wrap items-center gap-x-5 gap-y-3">
      <a
        href={href}
        class="inline-flex items-center justify-center rounded-control whitespace-nowrap select-none bg-accent text-on-accent font-semibold h-12 px-6 text-base gap-2"
      >
        Choose seats
      </a>
      <span class="tabular text-quiet">
        from <b class="font-semibold text-ink">{words.price(next.priceFrom, next.currency)}</b>
      </span>
    </div>
  </>
);

/** Where the filters and the first rail will be. */
const Rest: FC = () => (
  <div class="page" aria-hidden="true">
    <div class="flex gap-2 overflow-hidden py-4">
      {cards.map((card) => (
        <div key={card} class="skeleton h-9 w-24 shrink-0 rounded-full" />
      ))}
    </div>
    <div class="mt-4">
      <div class="skeleton mb-4 h-8 w-48" />
      <div class="flex gap-4 overflow-hidden pt-1 sm:gap-5">
        {cards.map((card) => (
          <div key={card} class="skeleton aspect-2/3 w-38 shrink-0 rounded-card sm:w-46" />
        ))}
      </div>
    </div>
  </div>
);

/** Which listing is in the light there, if anything is on at all. */
export const featuredIn = (listings: { domain: Domain; page: { items: FoundListing["listing"][] } }[]): FoundListing | undefined =>
  featuredOf(soonestFirst(listings.flatMap(({ domain, page }) => page.items.map((listing) => ({ domain, listing })))));
