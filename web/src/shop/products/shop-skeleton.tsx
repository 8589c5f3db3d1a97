const cards = ["a", "b", "c", "d", "e", "f", "g", "h"];

export const gridStyle = "grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-5 lg:grid-cols-4";

/** The shelf before it is known what stands on it. */
export function ShopSkeleton() {
  return (
    <div aria-busy="true" className={gridStyle}>
      <span className="sr-only">Loading the shop</span>
      {cards.map((card) => (
        <div key={card}>
          <div className="skeleton aspect-square rounded-card" />
          <div className="skeleton mt-3 h-5 w-4/5" />
          <div className="skeleton mt-2 h-4 w-2/5" />
        </div>
      ))}
    </div>
  );
}
