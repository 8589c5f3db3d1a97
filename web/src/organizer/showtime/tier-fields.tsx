import { Plus, X } from "lucide-react";
import { limits } from "../../../../contracts/limits.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Entry } from "./form-parts.tsx";
import type { FormProps } from "./showtime-form.tsx";

/** The tiers with their prices. The first is that of seats which name none. */
export function TierFields({ draft, change, faults, isNew }: FormProps) {
  const set = (place: number, changes: Partial<(typeof draft.tiers)[number]>) =>
    change({ tiers: draft.tiers.map((tier, at) => (at === place ? { ...tier, ...changes } : tier)) });
  return (
    <>
      <ul className="grid gap-3">
        {draft.tiers.map((tier, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tier is its place while its name is being typed
          <li key={place} className="grid grid-cols-[minmax(0,1fr)_9rem_2.5rem] items-start gap-2">
            <Entry
              label={place === 0 ? "Tier" : `Tier ${place + 1}`}
              value={tier.name}
              isDisabled={!isNew}
              fault={faults[`tiers.${place}.name`]}
              onChange={(name) => set(place, { name })}
            />
            <Entry
              label="Price"
              suffix={draft.currency}
              inputMode="decimal"
              value={tier.price}
              fault={faults[`tiers.${place}.price`]}
              onChange={(price) => set(place, { price })}
            />
            {isNew && draft.tiers.length > 1 ? (
              <IconButton
                aria-label={`Remove tier ${tier.name}`}
                className="mt-7"
                onPress={() => change({ tiers: draft.tiers.filter((_, at) => at !== place) })}
              >
                <X className="size-4" aria-hidden />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {isNew ? (
        <Button
          className="justify-self-start"
          size="dense"
          isDisabled={draft.tiers.length >= limits.tiersPerShowtimeMax}
          onPress={() => change({ tiers: [...draft.tiers, { name: "", price: "" }] })}
        >
          <Plus className="size-4" aria-hidden />
          Add tier
        </Button>
      ) : null}
    </>
  );
}
