import { Package, Store } from "lucide-react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";

export type Delivery = "send" | "collect";
const ways = [
  { way: "collect", name: "Collect it", note: "At the venue, with your order number", Icon: Store },
  { way: "send", name: "Send it to me", note: "To an address of your choice", Icon: Package },
] as const;

interface DeliveryChoiceProps {
  value: Delivery;
  choose: (delivery: Delivery) => void;
  disabled: boolean;
}

/** How merchandise comes to the one who buys it. Tickets need neither. */
export function DeliveryChoice({ value, choose, disabled }: DeliveryChoiceProps) {
  return (
    <RadioGroup value={value} onChange={(way) => choose(way === "send" ? "send" : "collect")} isDisabled={disabled} className="grid gap-3">
      <Label className="font-display text-lg font-bold tracking-tight">How you get it</Label>
      <div className="grid gap-2 sm:grid-cols-2">
        {ways.map(({ way, name, note, Icon }) => (
          <Radio
            key={way}
            value={way}
            className="flex cursor-pointer items-center gap-3 rounded-card border border-line bg-raised px-3.5 py-2.5 transition-colors duration-150 hover:border-edge data-[disabled]:cursor-default data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent-text data-[selected]:border-accent-text data-[selected]:bg-accent-wash"
          >
            <Icon className="size-5 shrink-0 text-quiet" aria-hidden />
            <span className="min-w-0">
              <span className="block text-sm font-medium">{name}</span>
              <span className="block text-xs text-quiet">{note}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
