import { Minus, Plus } from "lucide-react";
import { IconButton } from "../../parts/button.tsx";

interface StepperProps {
  label: string;
  value: number;
  least: number;
  most: number;
  change: (value: number) => void;
}

/** A small number between two buttons. */
export function Stepper({ label, value, least, most, change }: StepperProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a stepper of two buttons, no form
    <div role="group" aria-label={label} className="flex w-fit items-center rounded-control border border-line bg-raised">
      <IconButton aria-label="One fewer" isDisabled={value <= least} onPress={() => change(Math.max(least, value - 1))}>
        <Minus className="size-4" aria-hidden />
      </IconButton>
      <span className="tabular w-6 text-center font-semibold" aria-live="polite">
        {value}
      </span>
      <IconButton aria-label="One more" isDisabled={value >= most} onPress={() => change(Math.min(most, value + 1))}>
        <Plus className="size-4" aria-hidden />
      </IconButton>
    </div>
  );
}
