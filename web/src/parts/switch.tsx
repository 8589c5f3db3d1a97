import { Switch as AriaSwitch } from "react-aria-components/Switch";

interface Choice {
  label: string;
  isSelected: boolean;
  onChange: (isOn: boolean) => void;
}

const focus = "data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent-text";
const track = (
  <span className="flex h-6 w-10 shrink-0 items-center rounded-full border border-edge bg-stage p-0.5 transition-colors duration-150 group-data-[selected]:border-accent group-data-[selected]:bg-accent">
    <span className="size-4.5 rounded-full bg-quiet transition-transform duration-150 group-data-[selected]:translate-x-4 group-data-[selected]:bg-on-accent" />
  </span>
);

/** On or off, with its words beside it. */
export function Switch({ label, hint, ...choice }: Choice & { hint: string }) {
  return (
    <AriaSwitch {...choice} className={`group flex cursor-pointer items-center justify-between gap-4 rounded-control py-1.5 ${focus}`}>
      <span>
        <span className="block text-sm font-medium">{label}</span>
        <span className="block text-xs text-quiet">{hint}</span>
      </span>
      {track}
    </AriaSwitch>
  );
}

/** The same where its words stand elsewhere, as in a table. */
export function BareSwitch({ label, isDisabled, ...choice }: Choice & { isDisabled: boolean }) {
  return (
    <AriaSwitch
      {...choice}
      aria-label={label}
      isDisabled={isDisabled}
      className={`group inline-flex cursor-pointer rounded-full data-[disabled]:cursor-default data-[disabled]:opacity-45 ${focus}`}
    >
      {track}
    </AriaSwitch>
  );
}
