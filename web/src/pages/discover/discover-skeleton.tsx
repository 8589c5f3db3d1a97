const cards = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

function Hero() {
  return (
    <div aria-busy="true" className="night bg-ground">
      <span className="sr-only">Loading what’s on</span>
      <div className="page grid items-center pb-8 sm:min-h-[30rem] sm:grid-cols-[1fr_auto] sm:gap-12 sm:py-12">
        <div className="hero-poster skeleton -mx-4 h-[21rem] rounded-none max-sm:-mb-12 sm:order-last sm:mx-0 sm:aspect-2/3 sm:h-auto sm:w-64 sm:rounded-card lg:w-72" />
        <div className="grid gap-4">
          <div className="skeleton h-6 w-20 rounded-full" />
          <div className="skeleton h-10 w-4/5 sm:h-16" />
          <div className="skeleton h-12 w-full max-w-prose" />
          <div className="skeleton h-12 w-2/5" />
          <div className="skeleton h-12 w-36" />
        </div>
      </div>
    </div>
  );
}

function Grid() {
  return (
    <div aria-busy="true" className="mt-4">
      <div className="skeleton mb-4 h-8 w-48" />
      <div className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-5 md:grid-cols-4 lg:grid-cols-5">
        {cards.map((card) => (
          <div key={card}>
            <div className="skeleton aspect-2/3 rounded-card" />
            <div className="skeleton mt-3 h-5 w-4/5" />
            <div className="skeleton mt-2 h-4 w-3/5" />
            <div className="skeleton mt-2 h-4 w-2/5" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The shape of the page before its content is there. */
export const DiscoverSkeleton = { Hero, Grid };
