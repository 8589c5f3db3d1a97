import { clock, zoneName } from "../../time.ts";
import { momentsOf } from "../zone-time.ts";
import { Entry, Part, Pick } from "./form-parts.tsx";
import { PricePreview } from "./price-preview.tsx";
import { RulesFields } from "./rules-fields.tsx";
import type { Faults, ShowtimeDraft } from "./showtime-draft.ts";
import { TierFields } from "./tier-fields.tsx";

export interface FormProps {
  draft: ShowtimeDraft;
  change: (changes: Partial<ShowtimeDraft>) => void;
  faults: Faults;
  /** Of the venue: every time is on its clocks. */
  timeZone: string;
  /** What can be said only once: currency, tiers' names, places. */
  isNew: boolean;
}

export const currencies = ["EUR", "USD", "GBP", "CHF", "JPY", "NZD", "AUD", "CAD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "INR", "KWD"];

/** Everything that a showtime can be told, in the order in which one thinks of it. */
export function ShowtimeForm(props: FormProps) {
  const { draft, change, faults, timeZone, isNew } = props;
  const field = (name: keyof ShowtimeDraft) => ({
    value: String(draft[name]),
    fault: faults[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  const moments = momentsOf(draft.startsAt, timeZone);
  const zone = moments[0] === undefined ? timeZone : zoneName(moments[0], timeZone);
  const codes = currencies.includes(draft.currency) ? currencies : [draft.currency, ...currencies];
  return (
    <>
      <Part title="When" lead={`On the clocks of the venue: ${timeZone}.`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Entry label="Begins" type="datetime-local" hint={draft.startsAt === "" ? undefined : zone} {...field("startsAt")} />
          {moments.length > 1 ? (
            <Pick
              label="Which of the two?"
              hint="The clocks go back that night."
              value={draft.isLater ? "later" : "earlier"}
              choices={moments.map(
                (moment, place) => [place === 0 ? "earlier" : "later", `${clock(moment, timeZone)} ${zoneName(moment, timeZone)}`] as const,
              )}
              onChange={(which) => change({ isLater: which === "later" })}
            />
          ) : null}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Entry label="Sale opens" type="datetime-local" hint="Empty: at once" {...field("saleOpensAt")} />
          <Entry label="Sale closes" type="datetime-local" hint="Empty: at the start" {...field("saleClosesAt")} />
          <Entry label="Doors open" type="datetime-local" hint="Empty: any time" {...field("checkInOpensAt")} />
        </div>
      </Part>
      <Part title="Prices" lead="The first tier is that of seats which name none.">
        {isNew ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Pick
              label="Currency"
              value={draft.currency}
              choices={codes.map((code) => [code, code] as const)}
              onChange={(currency) => change({ currency })}
            />
          </div>
        ) : null}
        <TierFields {...props} />
        {isNew ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Entry
              label="Places without numbers"
              inputMode="numeric"
              hint="General admission, beside the venue’s seats"
              {...field("capacity")}
            />
            {draft.capacity.trim() === "" ? null : (
              <Pick
                label="Their tier"
                value={draft.capacityTier}
                choices={[
                  ["", "The first tier"],
                  ...draft.tiers.map(({ name }) => [name.trim(), name.trim()] as const).filter(([name]) => name !== ""),
                ]}
                onChange={(capacityTier) => change({ capacityTier })}
              />
            )}
          </div>
        ) : null}
      </Part>
      <Part title="Pricing rules" lead="All that a rule names must hold. Rules that hold are added up; a hold freezes its price.">
        <RulesFields {...props} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Entry label="Never below" suffix={draft.currency} inputMode="decimal" {...field("priceFloor")} />
          <Entry label="Never above" suffix={draft.currency} inputMode="decimal" {...field("priceCeiling")} />
        </div>
        <PricePreview {...props} />
      </Part>
      <Part title="Who may take what">
        <div className="grid gap-4 sm:grid-cols-3">
          <Entry label="A hold lasts" suffix="s" inputMode="numeric" {...field("holdSeconds")} />
          <Entry label="Seats a buyer" inputMode="numeric" {...field("maxSeatsPerUser")} />
          <Pick
            label="Single seats left over"
            value={draft.lonelySeats}
            choices={[
              ["OFF", "Allowed"],
              ["LENIENT", "Avoided nearby"],
              ["STRICT", "Avoided anywhere"],
            ]}
            onChange={(lonelySeats) => change({ lonelySeats })}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Entry
            label="Waiting room lets in"
            suffix="per s"
            inputMode="numeric"
            hint="Empty: no waiting room. With one, everybody who is early is drawn at random."
            {...field("admitPerSecond")}
          />
        </div>
      </Part>
      <Part title="If somebody cancels" lead="Without a policy, nothing goes back.">
        <div className="grid gap-4 sm:grid-cols-3">
          <Entry label="All, until before" suffix="hours" inputMode="numeric" {...field("fullRefundHours")} />
          <Entry label="A part, until before" suffix="hours" inputMode="numeric" {...field("partRefundHours")} />
          <Entry label="That part" suffix="%" inputMode="numeric" {...field("partRefundPercent")} />
        </div>
      </Part>
    </>
  );
}
