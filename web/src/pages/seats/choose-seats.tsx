import { useCallback, useState } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { MapStage } from "./map-stage.tsx";
import type { PlanSeat } from "./plan.ts";
import { Tray } from "./tray.tsx";
import { useHold } from "./use-hold.ts";
import type { LiveStore } from "./use-seat-store.ts";

/** The map, the legend and the tray of one showtime. */
export function ChooseSeats({ show, live }: { show: ShowtimeWithListing; live: LiveStore }) {
  const { store } = live;
  const flow = useHold(show, live);
  const [onlyTier, setOnlyTier] = useState<number>();
  const [full, setFull] = useState(false);
  const choosing = flow.now.step !== "held";
  const { choosing: goOn } = flow;

  const pick = useCallback(
    (seat: PlanSeat) => {
      if (!choosing) return;
      const adds = !store.chosen.includes(seat.index) && store.isFree(seat.index);
      const tooMany = adds && store.chosen.length >= show.maxSeatsPerUser;
      setFull(tooMany);
      if (!tooMany) store.toggle(seat.index);
      goOn();
    },
    [choosing, store, show.maxSeatsPerUser, goOn],
  );

  return (
    <MapStage
      show={show}
      live={live}
      pick={pick}
      onlyTier={onlyTier}
      setOnlyTier={setOnlyTier}
      tray={(ref) => (
        <Tray
          ref={ref}
          show={show}
          store={store}
          flow={flow}
          onlyTier={onlyTier}
          notice={full ? `You can take up to ${show.maxSeatsPerUser} seats here.` : undefined}
        />
      )}
    />
  );
}
