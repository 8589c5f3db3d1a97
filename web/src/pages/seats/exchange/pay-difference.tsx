import { Hourglass } from "lucide-react";
import { useState } from "react";
import { money } from "../../../money.ts";
import { Button } from "../../../parts/button.tsx";
import { CardChoice } from "../../pay/card-choice.tsx";
import type { CardToken } from "../../pay/test-cards.ts";
import type { PlanSeat } from "../plan.ts";
import { seatNames } from "../seat-words.ts";
import type { ExchangeFlow } from "./use-exchange.ts";

/** The card for what is due. The old seats stay whatever happens here. */
export function PayDifference({ flow, chosen }: { flow: ExchangeFlow; chosen: PlanSeat[] }) {
  const [card, setCard] = useState<CardToken>("tok_ok");
  // While the bank is asked the step no longer says what is due.
  const [asked, setAsked] = useState(flow.now);
  if (flow.now.step === "paying" && flow.now !== asked) setAsked(flow.now);
  const { now, busy } = flow;
  const due = asked.step === "paying" ? money(asked.due, asked.currency) : "";
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-4 pb-2 sm:px-6 lg:pt-6">
        <h2 className="text-lg">Pay the difference</h2>
        <p className="tabular mb-4 text-sm text-quiet">
          {due} for {seatNames(chosen)}. Your old seats stay yours until this is paid.
        </p>
        <div className="[&_.grid]:sm:grid-cols-1">
          <CardChoice value={card} choose={setCard} disabled={busy} />
        </div>
      </div>
      <div className="grid shrink-0 gap-2 px-4 pt-3 pb-4 sm:px-6 lg:border-t lg:border-line lg:pt-4 lg:pb-6">
        {now.step === "working" && now.doing === "waiting" ? (
          <p role="status" className="flex gap-3 text-sm">
            <Hourglass className="size-5 shrink-0 text-quiet" aria-hidden />
            Your bank is thinking. The new seats are held meanwhile; stay on this page.
          </p>
        ) : null}
        {now.step === "paying" && now.said !== undefined ? (
          <p role="alert" className="text-sm text-loss">
            {now.said} Your tickets are as they were.
          </p>
        ) : null}
        <Button variant="primary" size="large" className="tabular w-full" isPending={busy} onPress={() => void flow.send(card)}>
          {busy ? "Paying…" : `Pay ${due}`}
        </Button>
        <Button variant="ghost" isDisabled={busy} onPress={flow.back}>
          Choose other seats
        </Button>
      </div>
    </div>
  );
}
