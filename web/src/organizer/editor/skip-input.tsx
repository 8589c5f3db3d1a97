import { useState } from "react";
import { TextInput } from "./dense-fields.tsx";

interface SkipInputProps {
  label: string;
  placeholder: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
}

/** Names that are left out, with commas between. */
export function SkipInput({ label, placeholder, value, onChange }: SkipInputProps) {
  const [text, setText] = useState(value.join(", "));
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={text}
      onChange={(typed) => {
        setText(typed);
        onChange(typed.split(/[\s,;]+/).filter((word) => word !== ""));
      }}
    />
  );
}
