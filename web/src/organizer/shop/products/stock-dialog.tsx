import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Minus, Plus } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../contracts/limits.ts";
import type { Product, UpdateProduct } from "../../../../../contracts/products.ts";
import { countWords } from "../../../admin/parts/chart-words.ts";
import { request } from "../../../api/request.ts";
import type { Domain } from "../../../domains.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { inputStyle } from "../../../parts/field-style.ts";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { ownProducts } from "../api/shop-queries.ts";
import { heldWords } from "./held-words.ts";

interface StockDialogProps {
  domain: Domain;
  /** Null: closed. */
  product: Product | null;
  onClose: () => void;
}

/** Says how many there are, of a product or of each of its variants. */
export function StockDialog({ domain, product, onClose }: StockDialogProps) {
  return (
    <Dialog title={product === null ? "" : `Stock of ${product.name}`} isOpen={product !== null} onClose={onClose}>
      {product === null ? null : <Counts domain={domain} product={product} onClose={onClose} />}
    </Dialog>
  );
}

interface Shelf {
  id: string;
  name: string;
  stock: number;
  available: number;
}

const digits = /^\d{1,10}$/;

function Counts({ domain, product, onClose }: { domain: Domain; product: Product; onClose: () => void }) {
  const isPlain = product.variants.length === 0;
  const shelves: Shelf[] = isPlain ? [{ ...product, name: "In stock" }] : product.variants;
  const [typed, setTyped] = useState(() => new Map(shelves.map(({ id, stock }) => [id, String(stock)])));
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: UpdateProduct) => request(domain, `/products/${product.id}`, { method: "PATCH", body }),
    onSuccess: async () => {
      toast({ title: `The stock of ${product.name} is changed` });
      onClose();
      await queryClient.invalidateQueries({ queryKey: ownProducts });
    },
  });
  const countOf = (id: string) => {
    const text = typed.get(id)?.trim() ?? "";
    return digits.test(text) && Number(text) <= limits.stockMax ? Number(text) : null;
  };
  const changed = shelves.flatMap(({ id, stock }) => {
    const count = countOf(id);
    return count === null || count === stock ? [] : [{ id, stock: count }];
  });
  const isSound = shelves.every(({ id }) => countOf(id) !== null);
  const set = (id: string, text: string) => setTyped((before) => new Map(before).set(id, text));
  const held = heldWords(save.error, product);
  return (
    <Form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const [only] = changed;
        if (isSound && only !== undefined) save.mutate(isPlain ? { stock: only.stock } : { variants: changed });
      }}
    >
      <p className="text-sm text-quiet">Every piece on the shelf, those in unpaid orders with them.</p>
      <ul className="grid gap-3">
        {shelves.map(({ id, name, stock, available }) => (
          <li key={id} className="flex items-center justify-between gap-4">
            <div className="min-w-0">
              <label htmlFor={id} className="block truncate text-sm font-medium">
                {name}
              </label>
              {stock === available ? null : <p className="text-xs text-quiet">{countWords(stock - available)} in unpaid orders</p>}
            </div>
            <div className="flex items-center gap-1">
              <IconButton aria-label={`One less: ${name}`} onPress={() => set(id, String(Math.max(0, (countOf(id) ?? 0) - 1)))}>
                <Minus className="size-4" aria-hidden />
              </IconButton>
              <div className="w-24">
                <input
                  id={id}
                  inputMode="numeric"
                  autoComplete="off"
                  value={typed.get(id) ?? ""}
                  aria-invalid={countOf(id) === null}
                  onChange={({ target }) => set(id, target.value)}
                  className={inputStyle(
                    "dense",
                    `tabular text-right focus:outline-2 focus:outline-accent-text ${countOf(id) === null ? "border-loss" : ""}`,
                  )}
                />
              </div>
              <IconButton aria-label={`One more: ${name}`} onPress={() => set(id, String((countOf(id) ?? 0) + 1))}>
                <Plus className="size-4" aria-hidden />
              </IconButton>
            </div>
          </li>
        ))}
      </ul>
      {held === null ? (
        <FormFailure error={save.error} />
      ) : (
        <p role="alert" className="text-sm text-loss">
          {held.words}
        </p>
      )}
      <div className="flex justify-end gap-3">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isDisabled={!isSound || changed.length === 0} isPending={save.isPending}>
          {save.isPending ? "Saving…" : "Save stock"}
        </Button>
      </div>
    </Form>
  );
}
