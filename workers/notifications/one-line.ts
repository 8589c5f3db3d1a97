const breaks = /[\p{Cc}\u2028\u2029]+/gu;

/** A text that is safe in a mail header: control characters and line breaks become one space, so that none of them can start a new header. */
export const oneLine = (text: string): string => text.replace(breaks, " ").trim();
