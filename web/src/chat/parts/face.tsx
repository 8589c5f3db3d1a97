import { Avatar } from "../../parts/avatar.tsx";
import { hueOf } from "./hue.ts";

interface FaceProps {
  id: string;
  name: string;
  url: string | null;
  size?: "small" | "medium";
}

/** Somebody's picture, or their letters in their own colour. */
export function Face({ id, ...rest }: FaceProps) {
  return (
    <span className="who-face shrink-0" style={hueOf(id)}>
      <Avatar {...rest} />
    </span>
  );
}
