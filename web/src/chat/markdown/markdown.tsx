import { type ReactNode, use } from "react";
import type * as AsReact from "./as-react.tsx";

let loaded: typeof AsReact.asReact | undefined;
let loading: Promise<void> | undefined;

function load(): Promise<void> {
  loading ??= import("./as-react.tsx").then(({ asReact }) => {
    loaded = asReact;
  });
  return loading;
}

/** Starts to fetch the parser, so that it is there with the first message. */
export const preloadMarkdown = (): void => void load();

/** Only where one of these stands there is anything to parse. */
const marks = /[*_`~[\]<>#|\\&]|^\s*(?:[-+]|\d+[.)])\s|https?:|www\.|@|\n/mu;

/** A message's text. Suspends once, for the parser. */
export function Markdown({ text, mention }: { text: string; mention: (username: string) => ReactNode }) {
  if (!marks.test(text)) return <p>{text}</p>;
  if (loaded === undefined) use(load());
  return loaded === undefined ? text : loaded(text, mention);
}
