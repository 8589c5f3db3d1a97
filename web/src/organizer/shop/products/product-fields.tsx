import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { limits } from "../../../../../contracts/limits.ts";
import type { ProductStatus } from "../../../../../contracts/products.ts";
import type { Domain } from "../../../domains.ts";
import { inputStyle } from "../../../parts/field-style.ts";
import { digitsOf } from "../../price-input.ts";
import { Entry, Part, Pick } from "../../showtime/form-parts.tsx";
import type { Faults } from "../../showtime/showtime-draft.ts";
import { currencies } from "../../showtime/showtime-form.tsx";
import { categoriesQuery } from "../api/shop-queries.ts";
import { ImageFields } from "./image-fields.tsx";
import type { ImageDraft, ProductDraft } from "./product-draft.ts";
import { VariantFields } from "./variant-fields.tsx";

interface ProductFieldsProps {
  domain: Domain;
  draft: ProductDraft;
  change: (changes: Partial<ProductDraft>) => void;
  changeImages: (next: (before: readonly ImageDraft[]) => readonly ImageDraft[]) => void;
  faults: Faults;
  /** What can be said only once: the currency. */
  isNew: boolean;
}

const statuses: readonly (readonly [ProductStatus, string])[] = [
  ["ACTIVE", "On sale"],
  ["DRAFT", "Draft: only you see it"],
  ["ARCHIVED", "Archived: sold no more"],
];

/** Everything that a product can be told. */
export function ProductFields({ domain, draft, change, changeImages, faults, isNew }: ProductFieldsProps) {
  const { currency, variants, status } = draft;
  const field = (name: "name" | "price" | "sku" | "stock") => ({
    value: draft[name],
    fault: faults[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <>
      <Part title="What it is">
        <Entry label="Name" placeholder="Popcorn, large" {...field("name")} />
        <Description value={draft.description} fault={faults.description} onChange={(description) => change({ description })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Category domain={domain} value={draft.category} fault={faults.category} onChange={(category) => change({ category })} />
          <Entry label="SKU" hint="What your own books call it. An import knows it by this." {...field("sku")} />
        </div>
      </Part>
      <Part title="Pictures">
        <ImageFields images={draft.images} change={changeImages} fault={faults.images} />
      </Part>
      <Part title="Price and stock" lead={isNew ? "The currency stays for good." : undefined}>
        <div className="grid gap-4 sm:grid-cols-3">
          <Entry label="Price" suffix={currency} inputMode={digitsOf(currency) === 0 ? "numeric" : "decimal"} {...field("price")} />
          {isNew ? (
            <Pick
              label="Currency"
              value={currency}
              choices={currencies.map((code) => [code, code] as const)}
              onChange={(code) => change({ currency: code })}
            />
          ) : null}
          {variants.length > 0 ? null : <Entry label="In stock" inputMode="numeric" {...field("stock")} />}
        </div>
      </Part>
      <Part
        title="Variants"
        lead="Sizes, flavours, colours. With variants, each has a stock of its own; without a price it costs the product’s."
      >
        <VariantFields draft={draft} change={change} faults={faults} />
      </Part>
      <Part title="Who sees it">
        <div className="sm:max-w-xs">
          <Pick label="Status" value={status} choices={statuses} onChange={(next) => change({ status: next })} />
        </div>
      </Part>
    </>
  );
}

interface LineProps {
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

function Description({ value, fault, onChange }: LineProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Description
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={limits.descriptionCharsMax}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-below`}
        onChange={({ target }) => onChange(target.value)}
        className="w-full rounded-control border border-edge bg-raised px-3.5 py-2.5 focus:outline-2 focus:outline-accent-text"
      />
      <p id={`${id}-below`} className="text-sm text-loss">
        {fault}
      </p>
    </div>
  );
}

/** A category is a word: those in use are offered, any other can be typed. */
function Category({ domain, value, fault, onChange }: LineProps & { domain: Domain }) {
  const id = useId();
  const known = useQuery(categoriesQuery(domain));
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Category
      </label>
      <input
        id={id}
        list={`${id}-known`}
        autoComplete="off"
        placeholder="snacks"
        maxLength={limits.nameCharsMax}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-below`}
        onChange={({ target }) => onChange(target.value)}
        className={inputStyle("roomy", "h-11 focus:outline-2 focus:outline-accent-text")}
      />
      <datalist id={`${id}-known`}>
        {known.data?.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p id={`${id}-below`} className={`text-sm ${fault === undefined ? "text-quiet" : "text-loss"}`}>
        {fault ?? "Visitors filter by it."}
      </p>
    </div>
  );
}
