import { ShoppingBag } from "lucide-react";
import { useState } from "react";

interface PictureProps {
  url: string | null;
  /** What it shows; nothing where the name stands beside it. */
  alt?: string;
  className?: string;
  eager?: boolean;
}

/** A product's picture, square. Where there is none, or it does not load, a quiet mark in its place. */
export function Picture({ url, alt = "", className = "", eager = false }: PictureProps) {
  const [broken, setBroken] = useState<string>();
  return (
    <span className={`relative block aspect-square overflow-hidden bg-stage ${className}`}>
      {url === null || broken === url ? (
        <span className="grid size-full place-items-center text-faint">
          <ShoppingBag className="size-1/4 max-h-12 max-w-12 min-h-5 min-w-5" strokeWidth={1.5} aria-hidden />
        </span>
      ) : (
        <img
          src={url}
          alt={alt}
          width={480}
          height={480}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          onError={() => setBroken(url)}
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
