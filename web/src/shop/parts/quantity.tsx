import { Minus, Plus } from "lucide-react";
import { IconButton } from "../../parts/button.tsx";

interface QuantityProps {
  /** What there is more or less of, for those who hear it. */
  of: string;
  value: number;
  least?: number;
  most: number;
  change: (value: number) => void;
  disabled?: boolean;
}

/** How many, between two buttons. */
export function Quantity({ of, value, least = 1, most, change, disabled = false }: QuantityProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a stepper of two buttons, no form
    <div role="group" aria-label={`How many: ${of}`} className="flex w-fit items-center rounded-control border border-line bg-raised">
      <IconButton
        aria-label={`One fewer of ${of}`}
        className="max-sm:size-11"
        isDisabled={disabled || value <= least}
        onPress={() => change(Math.max(least, value - 1))}
      >
        <Minus className="size-4" aria-hidden />
      </IconButton>
      <span className="tabular min-w-7 text-center font-semibold" aria-live="polite">
        {value}
      </span>
      <IconButton
        aria-label={`One more of ${of}`}
        className="max-sm:size-11"
        isDisabled={disabled || value >= most}
        onPress={() => change(Math.min(most, value + 1))}
      >
        <Plus className="size-4" aria-hidden />
      </IconButton>
    </div>
  );
}
