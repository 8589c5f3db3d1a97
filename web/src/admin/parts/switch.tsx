import { Switch as AriaSwitch } from "react-aria-components/Switch";

interface SwitchProps {
  label: string;
  hint: string;
  isSelected: boolean;
  onChange: (isOn: boolean) => void;
}

export function Switch({ label, hint, isSelected, onChange }: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={isSelected}
      onChange={onChange}
      className="group flex cursor-pointer items-center justify-between gap-4 rounded-control py-1.5 data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent-text"
    >
      <span>
        <span className="block text-sm font-medium">{label}</span>
        <span className="block text-xs text-quiet">{hint}</span>
      </span>
      <span className="flex h-6 w-10 shrink-0 items-center rounded-full border border-edge bg-stage p-0.5 transition-colors duration-150 group-data-[selected]:border-accent group-data-[selected]:bg-accent">
        <span className="size-4.5 rounded-full bg-quiet transition-transform duration-150 group-data-[selected]:translate-x-4 group-data-[selected]:bg-on-accent" />
      </span>
    </AriaSwitch>
  );
}
