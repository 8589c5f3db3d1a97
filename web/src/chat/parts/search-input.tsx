import { Search } from "lucide-react";
import type { ComponentProps } from "react";

interface SearchInputProps extends Omit<ComponentProps<"input">, "type" | "value" | "onChange" | "className"> {
  value: string;
  onText: (text: string) => void;
}

const charsMax = 200;

/** A round line to search in; its `aria-label` names it. */
export function SearchInput({ onText, ...rest }: SearchInputProps) {
  return (
    <div className="relative">
      <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-quiet" aria-hidden />
      <input
        {...rest}
        type="search"
        maxLength={charsMax}
        onChange={(event) => onText(event.target.value)}
        className="h-9 w-full rounded-full border border-line bg-stage pr-3 pl-9 text-sm placeholder:text-quiet hover:border-edge focus-visible:border-transparent"
      />
    </div>
  );
}
