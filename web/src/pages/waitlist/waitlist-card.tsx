import { useLocation, useNavigate } from "@tanstack/react-router";
import { Bell } from "lucide-react";
import { useState } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { failedWith } from "../../api/failure.ts";
import { Button } from "../../parts/button.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import { isSignedIn, sessionKnown } from "../../session/session.ts";
import { Stepper } from "../seats/stepper.tsx";
import { isLive, useJoin, useWaitlist } from "./use-waitlist.ts";
import { WaitingFor } from "./waiting-for.tsx";

interface WaitlistCardProps {
  show: ShowtimeWithListing;
  /** What one wished for in vain. */
  quantity: number | undefined;
  tier: string | undefined;
  /** Whether there are seats that can be side by side. */
  numbered: boolean;
}
const stepsMax = 10;

/** No seats, or too few: who wants to know when there are, and how many. Or how far one has come, if one waits already. */
export function WaitlistCard({ show, quantity, tier, numbered }: WaitlistCardProps) {
  const waitlist = useWaitlist();
  const mine = waitlist.data?.find((each) => each.entry.showtimeId === show.id && isLive(each));
  return (
    <section aria-label="Waitlist" className="rounded-card border border-line bg-raised p-4 sm:p-5">
      {mine === undefined ? <JoinForm show={show} quantity={quantity} tier={tier} numbered={numbered} /> : <WaitingFor own={mine} />}
    </section>
  );
}

function JoinForm({ show, quantity = 2, tier, numbered }: WaitlistCardProps) {
  const [count, setCount] = useState(Math.min(quantity, show.maxSeatsPerUser));
  const [wanted, setWanted] = useState(tier ?? "");
  const [together, setTogether] = useState(true);
  const join = useJoin(show.listing.domain);
  const navigate = useNavigate();
  const href = useLocation({ select: (location) => location.href });
  const send = async () => {
    await sessionKnown();
    if (!isSignedIn()) return void navigate({ to: "/login", search: { next: href } });
    join.mutate({
      entityId: show.id,
      quantity: count,
      ...(wanted !== "" && { tier: wanted }),
      ...(numbered && count > 1 && together && { adjacent: true }),
    });
  };
  return (
    <div className="grid gap-4">
      <div className="flex gap-3">
        <Bell className="mt-0.5 size-5 shrink-0 text-quiet" aria-hidden />
        <div>
          <h3 className="text-base font-semibold">Tell me when seats come free</h3>
          <p className="text-sm text-quiet">
            Seats that are given back are held in your name for ten minutes. We mail you; nothing is charged until you pay.
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Stepper label="How many seats" value={count} least={1} most={Math.min(show.maxSeatsPerUser, stepsMax)} change={setCount} />
        {numbered && show.tiers.length > 1 ? (
          <label className="min-w-36 flex-1">
            <span className="sr-only">Which price</span>
            <select value={wanted} onChange={({ target }) => setWanted(target.value)} className={inputStyle("dense", "h-10 pr-7")}>
              <option value="">Any price</option>
              {show.tiers.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      {numbered && count > 1 ? (
        <label className="flex w-fit cursor-pointer items-center gap-2.5 text-sm">
          <input type="checkbox" className="size-4" checked={together} onChange={({ target }) => setTogether(target.checked)} />
          Only side by side
        </label>
      ) : null}
      <FormFailure error={failedWith(join.error, "ALREADY_WAITING") ? null : join.error} />
      <Button variant="primary" isPending={join.isPending} onPress={() => void send()}>
        {join.isPending ? "Joining…" : "Join the waitlist"}
      </Button>
    </div>
  );
}
