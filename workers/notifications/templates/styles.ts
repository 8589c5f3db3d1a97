import { day } from "./palette.ts";

/** Fonts that mail programs have; a web font would be fetched from somewhere. */
export const sans = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** Styles of a paragraph: what is said, and what is said beside it. Long words that people chose break. */
export const normal = "margin: 0; font-size: 16px; line-height: 24px; overflow-wrap: anywhere";
export const small = `margin: 0; font-size: 14px; line-height: 21px; color: ${day.quiet}; overflow-wrap: anywhere`;
