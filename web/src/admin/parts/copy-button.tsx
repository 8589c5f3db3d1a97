import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";

const saidMs = 1500;

/** Puts `text` onto the clipboard. `what` names it: "the secret key". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const Icon = isCopied ? Check : Copy;
  return (
    <Button
      aria-label={isCopied ? `Copied ${what}` : `Copy ${what}`}
      className="inline-grid size-7 shrink-0 place-items-center rounded-control text-quiet hover:bg-line/60 hover:text-ink"
      onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon className="size-3.5" aria-hidden />
    </Button>
  );
}
