import { useState } from "react";
import { PosterDrawing } from "./poster-drawing.tsx";

interface PosterProps {
  title: string;
  url: string | null;
  className?: string;
  /** The first picture that people see: loaded before the others. */
  eager?: boolean;
}

/** A poster, 2:3. Decoration beside its title, so without a text of its own. One is drawn where there is none. */
export function Poster({ title, url, className = "", eager = false }: PosterProps) {
  const [broken, setBroken] = useState(false);
  return (
    <span className={`block aspect-2/3 overflow-hidden bg-stage ${className}`}>
      {url === null || broken ? (
        <PosterDrawing title={title} />
      ) : (
        <img
          src={url}
          alt=""
          width={400}
          height={600}
          loading={eager ? "eager" : "lazy"}
          fetchPriority={eager ? "high" : "auto"}
          // What the server has drawn must not be gone for a frame when the app takes its place.
          decoding={eager ? "sync" : "async"}
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
