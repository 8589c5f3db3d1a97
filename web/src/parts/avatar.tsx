import { useState } from "react";

const sizes = { small: "size-8 text-xs", medium: "size-10 text-sm", large: "size-16 text-lg" };

interface AvatarProps {
  name: string;
  url: string | null;
  size?: keyof typeof sizes;
}

/** Somebody's picture, or the first letters of the name where there is none or it does not load. */
export function Avatar({ name, url, size = "small" }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const letters = name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
  const frame = `shrink-0 rounded-full border border-line bg-stage ${sizes[size]}`;
  if (url !== null && url !== broken)
    return <img src={url} alt="" referrerPolicy="no-referrer" className={`object-cover ${frame}`} onError={() => setBroken(url)} />;
  return (
    <span aria-hidden="true" className={`grid place-items-center font-display font-bold ${frame}`}>
      {letters}
    </span>
  );
}
