import { Monitor, Moon, Sun } from "lucide-react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { setTheme, type Theme, useTheme } from "../../shell/theme.ts";

const choices: { theme: Theme; label: string; Icon: typeof Sun }[] = [
  { theme: "system", label: "Device", Icon: Monitor },
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
];

export function ThemeChoice() {
  const theme = useTheme();
  return (
    <section aria-labelledby="colours" className="grid gap-3">
      <h2 id="colours" className="text-base">
        Colours
      </h2>
      <ToggleButtonGroup
        aria-labelledby="colours"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(keys) => {
          const chosen = choices.find((choice) => keys.has(choice.theme));
          if (chosen !== undefined) setTheme(chosen.theme);
        }}
        className="grid grid-cols-3 gap-1 rounded-card border border-line bg-stage p-1"
      >
        {choices.map(({ theme: id, label, Icon }) => (
          <ToggleButton
            key={id}
            id={id}
            className="inline-flex h-10 items-center justify-center gap-2 rounded-control text-sm font-medium text-quiet data-[selected]:bg-raised data-[selected]:text-ink data-[selected]:shadow-sm"
          >
            <Icon className="size-4" aria-hidden />
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </section>
  );
}
