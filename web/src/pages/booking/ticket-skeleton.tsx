export function TicketSkeleton() {
  return (
    <div aria-busy="true" className="mx-auto grid max-w-4xl gap-8 px-4 py-8 sm:px-6 sm:py-12">
      <span className="sr-only">Loading your ticket</span>
      <div className="grid gap-3">
        <div className="skeleton h-10 w-48" />
        <div className="skeleton h-5 w-72 max-w-full" />
      </div>
      <div className="skeleton h-[30rem] rounded-2xl sm:h-76" />
    </div>
  );
}
