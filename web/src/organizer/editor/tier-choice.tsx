import { ChoiceInput } from "./dense-fields.tsx";
import type { Editor } from "./use-editor.ts";

interface TierChoiceProps {
  label: string;
  editor: Editor;
  /** Null: the showtime's first tier, whatever that is. */
  value: string | null;
  onChange: (tier: string | null) => void;
}

/** Tier names never begin with a space, so these cannot be mistaken for one. */
const none = " none";

export function TierChoice({ label, editor, value, onChange }: TierChoiceProps) {
  return (
    <ChoiceInput
      label={label}
      value={value ?? none}
      choices={[[none, "The first tier"], ...editor.tiers.map((name) => [name, name] as const)]}
      onChange={(name) => onChange(name === none ? null : name)}
    />
  );
}
