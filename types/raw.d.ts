/** A file's text, as Vite imports it in tests. */
declare module "*?raw" {
  const text: string;
  export default text;
}
