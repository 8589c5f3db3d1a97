interface Seats {
  left: number;
  total: number;
}

/** A thin bar of what is left. The words say it too, so it is decoration. */
function Bar({ left, total }: Seats) {
  const share = total === 0 ? 0 : left / total;
  return (
    <span aria-hidden="true" className="mt-1.5 block h-[3px] overflow-hidden rounded-full bg-line">
      <span className="block h-full origin-left rounded-full bg-quiet" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}

/** Said only where it changes what one does: nearly gone, or gone. */
function Words({ left, total }: Seats) {
  if (left === 0) return <span className="font-medium text-loss">Sold out</span>;
  if (left > 20 && left / total > 0.15) return null;
  return <span className="text-quiet">{left} left</span>;
}

export const SeatsLeft = { Bar, Words };
