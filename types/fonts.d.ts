/** A font file, as bytes: see the rules in wrangler.toml. */
declare module "*.ttf" {
  const bytes: ArrayBuffer;
  export default bytes;
}
