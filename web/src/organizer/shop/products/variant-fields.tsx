import { ChevronDown, ChevronUp, Plus, X } from "lucide-react";
import { limits } from "../../../../../contracts/limits.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { Entry } from "../../showtime/form-parts.tsx";
import type { Faults } from "../../showtime/showtime-draft.ts";
import { moved } from "./moved.ts";
import { emptyVariant, type ProductDraft, type VariantDraft } from "./product-draft.ts";

interface VariantFieldsProps {
  draft: ProductDraft;
  change: (changes: Partial<ProductDraft>) => void;
  faults: Faults;
}

/** The variants, each counted by itself. Those on the shelf keep their order; new ones come after them. */
export function VariantFields({ draft, change, faults }: VariantFieldsProps) {
  const { variants, currency, price } = draft;
  const set = (key: string, changes: Partial<VariantDraft>) =>
    change({ variants: variants.map((each) => (each.key === key ? { ...each, ...changes } : each)) });
  return (
    <>
      <ul className="grid gap-3">
        {variants.map((variant, place) => {
          const name = variant.name.trim() === "" ? `variant ${place + 1}` : variant.name.trim();
          const fault = (field: string) => faults[`variants.${place}.${field}`];
          const canMove = (to: number) => variant.id === null && variants[to]?.id === null;
          return (
            <li key={variant.key} className="grid gap-3 rounded-card border border-line p-3 sm:p-4">
              <div className="flex items-center justify-between gap-2">
                <p className="min-w-0 truncate text-sm font-semibold">{variant.name.trim() === "" ? "New variant" : variant.name}</p>
                <div className="-my-1.5 -mr-1.5 flex">
                  {variant.id === null ? (
                    <>
                      <IconButton
                        aria-label={`Move ${name} up`}
                        isDisabled={!canMove(place - 1)}
                        onPress={() => change({ variants: moved(variants, place, place - 1) })}
                      >
                        <ChevronUp className="size-4" aria-hidden />
                      </IconButton>
                      <IconButton
                        aria-label={`Move ${name} down`}
                        isDisabled={!canMove(place + 1)}
                        onPress={() => change({ variants: moved(variants, place, place + 1) })}
                      >
                        <ChevronDown className="size-4" aria-hidden />
                      </IconButton>
                    </>
                  ) : null}
                  <IconButton
                    aria-label={`Remove ${name}`}
                    onPress={() => change({ variants: variants.filter(({ key }) => key !== variant.key) })}
                  >
                    <X className="size-4" aria-hidden />
                  </IconButton>
                </div>
              </div>
              <div className="grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_8.5rem_6.5rem_8rem]">
                <div className="max-sm:col-span-2">
                  <Entry
                    label="Variant"
                    placeholder="Large"
                    value={variant.name}
                    fault={fault("name")}
                    onChange={(value) => set(variant.key, { name: value })}
                  />
                </div>
                <Entry
                  label="Its price"
                  suffix={currency}
                  inputMode="decimal"
                  placeholder={price}
                  value={variant.price}
                  fault={fault("price")}
                  onChange={(value) => set(variant.key, { price: value })}
                />
                <Entry
                  label="In stock"
                  inputMode="numeric"
                  value={variant.stock}
                  fault={fault("stock")}
                  onChange={(value) => set(variant.key, { stock: value })}
                />
                <Entry label="SKU" value={variant.sku} fault={fault("sku")} onChange={(value) => set(variant.key, { sku: value })} />
              </div>
            </li>
          );
        })}
      </ul>
      {faults.variants === undefined ? null : (
        <p role="alert" className="text-sm text-loss">
          {faults.variants}
        </p>
      )}
      <Button
        className="justify-self-start"
        size="dense"
        isDisabled={variants.length >= limits.variantsPerProductMax}
        onPress={() => change({ variants: [...variants, emptyVariant()] })}
      >
        <Plus className="size-4" aria-hidden />
        Add variant
      </Button>
    </>
  );
}
