/** The dot of somebody who is online, at the corner of their face. */
export function Presence() {
  return (
    <span className="absolute right-0 bottom-0 size-3 rounded-full border-2 border-ground bg-good">
      <span className="sr-only">online</span>
    </span>
  );
}
