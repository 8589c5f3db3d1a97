import { useState } from "react";
import type { Product } from "../../../../contracts/products.ts";
import { Picture } from "../parts/picture.tsx";

/** The pictures: one large, the others to choose below it. */
export function Gallery({ product }: { product: Product }) {
  const [chosen, setChosen] = useState(0);
  const images = product.images.length > 0 ? product.images : product.imageUrl === null ? [] : [{ url: product.imageUrl, alt: "" }];
  const shown = images[Math.min(chosen, images.length - 1)];
  return (
    <div className="grid content-start gap-3">
      <Picture
        url={shown?.url ?? null}
        alt={shown?.alt || product.name}
        eager
        className="rounded-card ring-1 ring-line max-md:aspect-4/3"
      />
      {images.length > 1 ? (
        <ul className="hide-scrollbar flex gap-2 overflow-x-auto p-0.5">
          {images.map(({ url, alt }, index) => (
            <li key={url}>
              <button
                type="button"
                aria-label={alt || `Picture ${index + 1}`}
                aria-pressed={index === chosen}
                className="block rounded-control ring-1 ring-line transition-shadow duration-150 hover:ring-edge aria-pressed:ring-2 aria-pressed:ring-accent-text"
                onClick={() => setChosen(index)}
              >
                <Picture url={url} className="size-16 rounded-control" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
