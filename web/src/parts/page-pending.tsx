/** Shown while a page's own code is on its way. */
export function PagePending() {
  return (
    <div className="page py-8" aria-busy="true">
      <span className="sr-only">Loading</span>
      <div className="skeleton mb-6 h-10 w-64" />
      <div className="skeleton h-64 w-full rounded-card" />
    </div>
  );
}
