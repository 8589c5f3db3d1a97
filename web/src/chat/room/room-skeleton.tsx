const lines = [
  { id: "a", width: "w-3/5", isOwn: false },
  { id: "b", width: "w-2/5", isOwn: false },
  { id: "c", width: "w-1/2", isOwn: true },
  { id: "d", width: "w-3/4", isOwn: false },
  { id: "e", width: "w-1/3", isOwn: true },
];

/** The room in its place until it is there. */
export function RoomSkeleton() {
  return (
    <div className="flex h-full flex-col" aria-busy="true">
      <span className="sr-only">Loading</span>
      <div className="flex h-16 items-center gap-3 border-b border-line px-4">
        <span className="skeleton size-10 rounded-full" />
        <span className="skeleton h-4 w-40" />
      </div>
      <MessagesSkeleton />
    </div>
  );
}

export function MessagesSkeleton() {
  return (
    <div className="flex flex-1 flex-col justify-end gap-3 px-4 py-6">
      {lines.map(({ id, width, isOwn }) => (
        <span key={id} className={`skeleton h-11 max-w-120 rounded-2xl ${width} ${isOwn ? "self-end" : ""}`} />
      ))}
    </div>
  );
}
