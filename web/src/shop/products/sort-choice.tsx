import { ArrowDownUp } from "lucide-react";

const names = { newest: "Newest first", price: "Cheapest first", "-price": "Dearest first", name: "By name" };
type Sort = keyof typeof names;
const sorts = Object.keys(names) as Sort[];
/** In which the API answers when it is not asked for another one. */
const usual: Sort = "newest";

/** An order that the API knows; nothing for what is none. */
export const sortOf = (raw: string | undefined): Sort | undefined => sorts.find((sort) => sort === raw);

interface SortChoiceProps {
  value: Sort | undefined;
  /** Something is searched for: the best match is then the usual order. */
  searched: boolean;
  choose: (sort: Sort | undefined) => void;
}

/** In which order the shelf stands. */
export function SortChoice({ value, searched, choose }: SortChoiceProps) {
  return (
    <label className="relative flex items-center text-sm">
      <span className="sr-only">Order</span>
      <ArrowDownUp className="pointer-events-none absolute left-3 size-4 text-quiet" aria-hidden />
      <select
        value={value === usual && !searched ? "" : (value ?? "")}
        onChange={({ target }) => choose(sortOf(target.value))}
        className="h-9 rounded-control border border-line bg-raised pr-2 pl-9 font-medium hover:border-edge"
      >
        {searched ? <option value="">Best match</option> : null}
        {sorts.map((sort) => (
          <option key={sort} value={searched || sort !== usual ? sort : ""}>
            {names[sort]}
          </option>
        ))}
      </select>
    </label>
  );
}
