import { Plus, X } from "lucide-react";
import { useState } from "react";
import { limits } from "../../../../contracts/limits.ts";
import type { Weekday } from "../../../../contracts/pricing.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Entry } from "./form-parts.tsx";
import type { RuleDraft } from "./showtime-draft.ts";
import type { FormProps } from "./showtime-form.tsx";

const days: readonly (readonly [Weekday, string])[] = [
  ["MON", "Mon"],
  ["TUE", "Tue"],
  ["WED", "Wed"],
  ["THU", "Thu"],
  ["FRI", "Fri"],
  ["SAT", "Sat"],
  ["SUN", "Sun"],
];

/** When prices rise and fall. All that a rule names must hold; the rules that hold are added up. */
export function RulesFields({ draft, change, faults }: FormProps) {
  const [nextKey, setNextKey] = useState(() => Math.max(0, ...draft.rules.map(({ key }) => key)) + 1);
  const set = (key: number, changes: Partial<RuleDraft>) =>
    change({ rules: draft.rules.map((rule) => (rule.key === key ? { ...rule, ...changes } : rule)) });
  return (
    <>
      <ul className="grid gap-3">
        {draft.rules.map((rule, place) => (
          <li key={rule.key} className="grid gap-3 rounded-card border border-line p-3">
            <div className="flex items-center justify-between">
              <h3 className="text-sm">Rule {place + 1}</h3>
              <IconButton
                aria-label={`Remove rule ${place + 1}`}
                className="-m-2"
                onPress={() => change({ rules: draft.rules.filter(({ key }) => key !== rule.key) })}
              >
                <X className="size-4" aria-hidden />
              </IconButton>
            </div>
            <div className="grid gap-3 sm:grid-cols-3">
              <Entry
                label="Change by"
                suffix="%"
                inputMode="text"
                placeholder="15 or -20"
                value={rule.percent}
                fault={undefined}
                onChange={(percent) => set(rule.key, { percent })}
              />
              <Entry
                label="From sold"
                suffix="%"
                inputMode="numeric"
                placeholder="80"
                value={rule.occupancy}
                fault={undefined}
                onChange={(occupancy) => set(rule.key, { occupancy })}
              />
              <Entry
                label="In the last"
                suffix="hours"
                inputMode="numeric"
                placeholder="24"
                value={rule.hours}
                fault={undefined}
                onChange={(hours) => set(rule.key, { hours })}
              />
            </div>
            <fieldset className="flex flex-wrap gap-1.5">
              <legend className="mb-1.5 text-sm font-medium">If the show is on</legend>
              {days.map(([day, words]) => (
                <label
                  key={day}
                  className="cursor-pointer rounded-full border border-line px-3 py-1 text-sm has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
                >
                  <input
                    type="checkbox"
                    className="sr-only"
                    checked={rule.days.includes(day)}
                    onChange={({ target }) =>
                      set(rule.key, { days: target.checked ? [...rule.days, day] : rule.days.filter((each) => each !== day) })
                    }
                  />
                  {words}
                </label>
              ))}
            </fieldset>
            {faults[`rules.${place}`] === undefined ? null : <p className="text-sm text-loss">{faults[`rules.${place}`]}</p>}
          </li>
        ))}
      </ul>
      <Button
        className="justify-self-start"
        size="dense"
        isDisabled={draft.rules.length >= limits.pricingRulesMax}
        onPress={() => {
          change({ rules: [...draft.rules, { key: nextKey, percent: "", occupancy: "", hours: "", days: [] }] });
          setNextKey(nextKey + 1);
        }}
      >
        <Plus className="size-4" aria-hidden />
        Add rule
      </Button>
    </>
  );
}
