const rows = ["a", "b", "c"];

export function ListingSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading</span>
      <div className="night bg-ground">
        <div className="page grid grid-cols-[6.5rem_1fr] items-end gap-4 py-8 sm:grid-cols-[13rem_1fr] sm:gap-10 sm:py-12">
          <div className="skeleton aspect-2/3 rounded-card" />
          <div className="grid gap-3">
            <div className="skeleton h-5 w-20" />
            <div className="skeleton h-8 w-4/5 sm:h-16" />
            <div className="skeleton h-5 w-3/5" />
            <div className="skeleton h-7 w-28 rounded-full" />
          </div>
        </div>
      </div>
      <div className="page py-10">
        <div className="skeleton mb-4 h-8 w-44" />
        <div className="flex gap-2 py-1">
          {rows.map((row) => (
            <div key={row} className="skeleton h-20 w-16 rounded-card" />
          ))}
        </div>
        <div className="mt-10 grid gap-4">
          {rows.map((row) => (
            <div key={row} className="skeleton h-14" />
          ))}
        </div>
      </div>
    </div>
  );
}
