import type { QueuePlace } from "../../../../contracts/waiting-room.ts";
import { firstPosition } from "./first-position.ts";
import { ahead, count, roughly, spokenAhead } from "./queue-words.ts";

/** One's turn is coming: the place, who is ahead, how long it may take, and how far one has come. */
export function InQueue({ showtimeId, place }: { showtimeId: string; place: QueuePlace }) {
  const { position, waiting, etaSeconds } = place;
  if (position === null) return <ComingIn />;
  const first = firstPosition(showtimeId, position);
  const share = (first - position + 1) / first;
  return (
    <section aria-label="Your place" className="grid justify-items-center gap-6 text-center">
      <div className="grid gap-2">
        <h2 className="text-base font-semibold text-quiet">Your place in the queue</h2>
        <p className="tabular font-display text-3xl font-bold">{count(position)}</p>
        <p className="tabular text-lg font-medium">{ahead(position)}</p>
      </div>
      <div
        role="progressbar"
        aria-label="Your way to the front"
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={spokenAhead(position)}
        className="h-2 w-full max-w-md overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-200 ease-out"
          style={{ width: `${Math.max(2, share * 100)}%` }}
        />
      </div>
      <p className="tabular text-quiet">
        {etaSeconds === null ? "Nobody is let in at this moment. It goes on by itself." : `It takes ${roughly(etaSeconds)}.`}{" "}
        {waiting > position ? `${count(waiting - position)} ${waiting - position === 1 ? "waits" : "wait"} behind you.` : ""}
      </p>
      <p className="max-w-md text-sm text-quiet">
        Keep this page open: the seats come up by themselves when it is your turn, and then you have ten minutes to choose. A reload keeps
        your place.
      </p>
      <p role="status" className="sr-only">
        {spokenAhead(position)}
      </p>
    </section>
  );
}

function ComingIn() {
  return (
    <p role="status" className="text-center text-lg font-medium">
      You are coming in…
    </p>
  );
}
