import { useQuery } from "@tanstack/react-query";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { moneyTaker } from "../../api/web-config.ts";
import { type CardToken, testCards } from "./test-cards.ts";

interface CardChoiceProps {
  value: CardToken;
  choose: (token: CardToken) => void;
  disabled: boolean;
}

/** The test cards of whoever takes the money, plainly marked as what they are. */
export function CardChoice({ value, choose, disabled }: CardChoiceProps) {
  const { data } = useQuery({ queryKey: ["money taker"], queryFn: moneyTaker, staleTime: Number.POSITIVE_INFINITY });
  const cards = testCards(data?.provider);
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
