/** The room that something takes which is on its way. */
export function Pending({ room }: { room: string }) {
  return (
    <div aria-busy="true" className={`skeleton rounded-card ${room}`}>
      <span className="sr-only">Loading</span>
    </div>
  );
}
