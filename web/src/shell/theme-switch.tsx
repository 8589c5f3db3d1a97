import { Monitor, Moon, Sun } from "lucide-react";
import { setTheme, type Theme, useTheme } from "./theme.ts";

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const icons = { system: Monitor, light: Sun, dark: Moon };
const names: Record<Theme, string> = { system: "as the device", light: "light", dark: "dark" };

/** Steps through the three schemes. */
export function ThemeSwitch() {
  const theme = useTheme();
  const Icon = icons[theme];
  const label = `Colours: ${names[theme]}. Switch to ${names[next[theme]]}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="inline-flex size-9 items-center justify-center rounded-control text-quiet transition-colors duration-150 hover:bg-line/60 hover:text-ink"
      onClick={() => setTheme(next[theme])}
    >
      <Icon className="size-[18px]" aria-hidden />
    </button>
  );
}
