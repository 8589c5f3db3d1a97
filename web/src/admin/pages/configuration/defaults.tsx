import type { PropertyDescription } from "../../../../../contracts/configuration.ts";
import { Button } from "../../../parts/button.tsx";
import { boundsOf } from "./config-draft.ts";

interface DefaultsProps {
  schema: readonly PropertyDescription[];
  taken: readonly string[];
  onChange: (property: string) => void;
}

/** The properties that nobody has set, with the default that is in force. Those of a pattern are added by name. */
export function Defaults({ schema, taken, onChange }: DefaultsProps) {
  const untouched = schema.filter(({ property }) => !property.includes("{") && !taken.includes(property));
  if (untouched.length === 0) return null;
  return (
    <section aria-labelledby="defaults" className="grid gap-3">
      <h2 id="defaults" className="text-sm">
        Defaults
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line">
        {untouched.map((each) => (
          <li key={each.property} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2">
            <div className="min-w-0">
              <p className="font-mono text-sm break-all text-quiet">
                {each.property} <b className="font-semibold text-ink">{each.default === "" ? "(empty)" : String(each.default)}</b>
              </p>
              <p className="text-xs text-quiet">
                {each.description} {boundsOf(each)}
              </p>
            </div>
            <Button size="small" variant="ghost" aria-label={`Set ${each.property}`} onPress={() => onChange(each.property)}>
              Set
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
