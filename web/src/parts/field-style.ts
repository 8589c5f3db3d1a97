/** The line that somebody types into. `dense` for the administration's tables and forms. */
export function inputStyle(size: "dense" | "roomy" = "roomy", more = ""): string {
  const room = size === "dense" ? "h-9 px-2.5 text-sm" : "h-12 px-3.5 text-base";
  return `w-full min-w-0 rounded-control border border-edge bg-raised placeholder:text-faint data-[focused]:border-transparent data-[focused]:outline-2 data-[focused]:outline-accent-text data-[invalid]:border-loss data-[disabled]:text-faint ${room} ${more}`;
}
