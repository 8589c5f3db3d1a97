/** The items in their order, but those that pass before the others. */
export const firstThose = <Item>(items: readonly Item[], passes: (item: Item) => boolean): Item[] => [
  ...items.filter(passes),
  ...items.filter((item) => !passes(item)),
];
