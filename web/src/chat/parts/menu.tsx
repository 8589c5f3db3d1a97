import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

export interface MenuChoice {
  label: string;
  Icon: LucideIcon;
  onChoose: () => void;
  /** Takes something away. */
  isLoss?: boolean;
}

/** A button, `children`, and what can be done behind it. */
export function Menu({ label, choices, children }: { label: string; choices: readonly MenuChoice[]; children: ReactNode }) {
  return (
    <MenuTrigger>
      {children}
      <Popover placement="bottom end" className="rise z-50 min-w-48 rounded-card border border-line bg-raised p-1 shadow-(--float)">
        <MenuList label={label} choices={choices} />
      </Popover>
    </MenuTrigger>
  );
}

export function MenuList({ label, choices }: { label: string; choices: readonly MenuChoice[] }) {
  return (
    <AriaMenu aria-label={label} className="outline-none">
      {choices.map(({ label: words, Icon, onChoose, isLoss = false }) => (
        <MenuItem
          key={words}
          id={words}
          textValue={words}
          onAction={onChoose}
          className={`flex cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-2 text-sm outline-none data-[focused]:bg-line/60 ${isLoss ? "text-loss" : ""}`}
        >
          <Icon className="size-4 shrink-0" aria-hidden />
          {words}
        </MenuItem>
      ))}
    </AriaMenu>
  );
}
