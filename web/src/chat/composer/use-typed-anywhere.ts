import { type RefObject, useEffect } from "react";

/** Whoever types while nothing has the focus means the line: it gets the focus before the letter does. */
export function useTypedAnywhere(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const onKeyDown = ({ key, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent) => {
      // "/" goes to the search of every page.
      const isLetter = key.length === 1 && key !== " " && key !== "/" && !ctrlKey && !metaKey && !altKey;
      if (isLetter && !defaultPrevented && document.activeElement === document.body) field.current?.focus();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [field]);
}
