/** The app's words are English, so dates and prices are too: in the reader's own English, else Britain's. */
export const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";
