import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { CreateProduct, Product, UpdateProduct } from "../../../../../contracts/products.ts";
import type { Domain } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import type { Faults } from "../../showtime/showtime-draft.ts";
import { categoriesQuery, ownProductQuery, ownProducts } from "../api/shop-queries.ts";
import { heldWords } from "./held-words.ts";
import { createBody, updateBody } from "./product-body.ts";
import { draftOf, emptyProduct, type ImageDraft, type ProductDraft } from "./product-draft.ts";
import { ProductFields } from "./product-fields.tsx";
import { saveProduct } from "./save-product.ts";

interface ProductFormProps {
  domain: Domain;
  /** Null: a new one. */
  product: Product | null;
  onDone: (product: Product) => void;
  children?: ReactNode;
}

/** A product with its variants and pictures, saved as one. */
export function ProductForm({ domain, product, onDone, children }: ProductFormProps) {
  const [draft, setDraft] = useState(() => (product === null ? emptyProduct : draftOf(product)));
  const [saved, setSaved] = useState(product);
  const [faults, setFaults] = useState<Faults>({});
  const [isTried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  // A fault may be out of sight.
  useEffect(() => {
    if (isTried > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [isTried]);
  const changeImages = (next: (before: readonly ImageDraft[]) => readonly ImageDraft[]) =>
    setDraft((before) => ({ ...before, images: next(before.images) }));
  const save = useMutation({
    mutationFn: (body: CreateProduct | UpdateProduct) =>
      saveProduct({
        domain,
        id: saved?.id ?? null,
        body,
        images: draft.images,
        onSaved: setSaved,
        onSent: (key, url) => changeImages((before) => before.map((image) => (image.key === key ? { ...image, url, file: null } : image))),
      }),
    onSuccess: async (done) => {
      setSaved(done);
      setDraft(draftOf(done));
      queryClient.setQueryData(ownProductQuery(domain, done.id).queryKey, { domain, product: done });
      onDone(done);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ownProducts }),
        queryClient.invalidateQueries({ queryKey: categoriesQuery(domain).queryKey }),
      ]);
    },
    onError: () => setTried((count) => count + 1),
  });
  const told = { ...faultsOf(save.error, saved, draft), ...faults };
  const isSame = saved !== null && JSON.stringify(draft) === JSON.stringify(draftOf(saved));
  return (
    <form
      ref={form}
      className="grid gap-8"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const made = saved === null ? createBody(draft) : updateBody(draft, saved);
        setFaults(made.ok ? {} : made.faults);
        if (made.ok) save.mutate(made.body);
        else setTried(isTried + 1);
      }}
    >
      <ProductFields
        domain={domain}
        draft={draft}
        change={(changes) => {
          setDraft((before) => ({ ...before, ...changes }));
          setFaults({});
          if (save.isError) save.reset();
        }}
        changeImages={changeImages}
        faults={told}
        isNew={saved === null}
      />
      <div className="grid justify-items-start gap-3 border-t border-line pt-6">
        {Object.keys(told).length === 0 ? (
          <FormFailure error={save.error} />
        ) : (
          <p role="alert" className="text-sm text-loss">
            {Object.keys(told).length === 1 ? "One thing is" : `${Object.keys(told).length} things are`} still to be mended above.
          </p>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" isDisabled={isSame} isPending={save.isPending}>
            {save.isPending ? "Saving…" : saved === null ? "Create product" : "Save changes"}
          </Button>
          {children}
        </div>
      </div>
    </form>
  );
}

/** What the server said, at the field that it is about. */
function faultsOf(error: unknown, saved: Product | null, draft: ProductDraft): Faults {
  const held = saved === null ? null : heldWords(error, saved);
  if (held !== null) {
    const place = draft.variants.findIndex(({ id }) => id !== null && id === held.variantId);
    return { [place >= 0 ? `variants.${place}.stock` : draft.variants.length > 0 ? "variants" : "stock"]: held.words };
  }
  const errors = fieldErrors(error, { SKU_TAKEN: "sku" });
  // An update names only the variants that change: their numbers are not those of the form.
  return Object.fromEntries(
    Object.entries(errors).map(([path, words]) => [saved !== null && path.startsWith("variants.") ? "variants" : path, words]),
  );
}
