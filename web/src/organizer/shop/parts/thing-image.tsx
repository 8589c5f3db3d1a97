import { Package } from "lucide-react";
import { useState } from "react";

/** A product's picture, square; decoration beside its name. */
export function ThingImage({ url, className = "" }: { url: string | null; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`grid aspect-square place-items-center overflow-hidden rounded-control bg-stage text-faint ${className}`}>
      {url === null || url === broken ? (
        <Package className="size-1/3 max-w-10" aria-hidden />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" className="size-full object-cover" onError={() => setBroken(url)} />
      )}
    </span>
  );
}
