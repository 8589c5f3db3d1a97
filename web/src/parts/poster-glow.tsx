import { Poster } from "./poster.tsx";

/** The poster's own light behind a page's head: blurred, darkened towards the text. */
export function PosterGlow({ title, url }: { title: string; url: string | null }) {
  return (
    <div aria-hidden="true" className="absolute inset-0 -z-10 overflow-hidden">
      <Poster
        title={title}
        url={url}
        eager
        className="absolute top-1/2 left-1/2 w-[140%] -translate-x-1/2 -translate-y-1/2 opacity-55 blur-3xl saturate-150"
      />
      <div className="absolute inset-0 bg-linear-to-r from-ground via-ground/75 to-ground/20" />
      <div className="absolute inset-x-0 bottom-0 h-1/2 bg-linear-to-t from-ground/80 to-transparent" />
    </div>
  );
}
