/** The look of a link that narrows a list. */
export const filterChip = (isOn: boolean): string =>
  `inline-flex h-9 shrink-0 items-center rounded-full border px-4 text-sm font-medium transition-colors duration-150 ${
    isOn ? "border-ink bg-ink text-ground" : "border-line bg-raised hover:border-edge"
  }`;
