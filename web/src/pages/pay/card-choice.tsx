import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import type { simulatedTokens } from "../../../../contracts/payments.ts";

export type CardToken = (typeof simulatedTokens)[number]["token"];

const cards: { token: CardToken; name: string; note: string }[] = [
  { token: "tok_ok", name: "Pays at once", note: "The usual case" },
  { token: "tok_slow", name: "Pays after 2 seconds", note: "A slow bank" },
  { token: "tok_pending", name: "Pays after 5 seconds", note: "Settles while you wait" },
  { token: "tok_declined", name: "Is declined", note: "The bank says no" },
  { token: "tok_insufficient_funds", name: "Has too little on it", note: "Insufficient funds" },
  { token: "tok_error", name: "Meets a failing provider", note: "Nobody is charged" },
];

interface CardChoiceProps {
  value: CardToken;
  choose: (token: CardToken) => void;
  disabled: boolean;
}

/** The simulated provider's test cards, plainly marked as what they are. */
export function CardChoice({ value, choose, disabled }: CardChoiceProps) {
  return (
    <RadioGroup
      value={value}
      onChange={(token) => choose(cards.find((card) => card.token === token)?.token ?? "tok_ok")}
      isDisabled={disabled}
      className="grid gap-3"
    >
      <div className="flex items-baseline justify-between gap-3">
        <Label className="font-display text-lg font-bold tracking-tight">Card</Label>
        <span className="rounded-full border border-dashed border-edge px-2.5 py-0.5 text-xs text-quiet">Test mode: no money moves</span>
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        {cards.map((card) => (
          <Radio
            key={card.token}
            value={card.token}
            className="group flex cursor-pointer items-center gap-3 rounded-card border border-line bg-raised px-3.5 py-2.5 transition-colors duration-150 hover:border-edge data-[disabled]:cursor-default data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent-text data-[selected]:border-accent-text data-[selected]:bg-accent-wash"
          >
            <span
              aria-hidden="true"
              className="grid size-5 shrink-0 place-items-center rounded-full border-2 border-edge bg-ground group-data-[selected]:border-accent-text"
            >
              <span className="size-2.5 rounded-full group-data-[selected]:bg-accent-text" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block text-sm font-medium">{card.name}</span>
              <span className="block text-xs text-quiet">{card.note}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
