import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import type { Variant } from "../../../../contracts/products.ts";
import { money } from "../../money.ts";
import { stockWords } from "./stock-words.ts";

interface VariantChoiceProps {
  variants: Variant[];
  currency: string;
  value: string;
  choose: (id: string) => void;
}

/** The kinds of a product. One that is sold out can still be looked at. */
export function VariantChoice({ variants, currency, value, choose }: VariantChoiceProps) {
  return (
    <RadioGroup value={value} onChange={choose} className="grid gap-2">
      <Label className="text-sm font-medium">Kind</Label>
      <div className="grid gap-2 sm:grid-cols-2">
        {variants.map(({ id, name, price, available }) => (
          <Radio
            key={id}
            value={id}
            className="group flex cursor-pointer items-center justify-between gap-3 rounded-card border border-line bg-raised px-3.5 py-2.5 transition-colors duration-150 hover:border-edge data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent-text data-[selected]:border-accent-text data-[selected]:bg-accent-wash"
          >
            <span className="min-w-0">
              <span
                className={`line-clamp-2 text-sm leading-snug font-medium first-letter:uppercase ${available === 0 ? "text-quiet line-through" : ""}`}
              >
                {name}
              </span>
              <span className={`block text-xs ${available === 0 ? "text-loss" : "text-quiet"}`}>{stockWords(available) || "In stock"}</span>
            </span>
            <span className="tabular shrink-0 text-sm font-medium">{money(price, currency)}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
