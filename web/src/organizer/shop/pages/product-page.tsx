import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import type { Product } from "../../../../../contracts/products.ts";
import { Badge } from "../../../admin/parts/badge.tsx";
import { failedWith } from "../../../api/failure.ts";
import { request } from "../../../api/request.ts";
import { type Domain, domainOfParam, domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Failed } from "../../../parts/failed.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { NotFound } from "../../../parts/not-found.tsx";
import { PagePending } from "../../../parts/page-pending.tsx";
import { toast } from "../../../shell/toast.ts";
import { OrganizerHead } from "../../parts/organizer-head.tsx";
import { ownProductQuery, ownProducts } from "../api/shop-queries.ts";
import { ShopFrame } from "../parts/shop-frame.tsx";
import { ToProducts } from "../parts/to-shop.tsx";
import { ProductForm } from "../products/product-form.tsx";
import { statusWords } from "../products/product-row.tsx";

/** A new product. */
export function NewProductPage() {
  const navigate = useNavigate();
  return (
    <ShopFrame title="New product" lead="Something to take home, beside the tickets." above={(domain) => <ToProducts domain={domain} />}>
      {(domain) => (
        <ProductForm
          domain={domain}
          product={null}
          onDone={(product) => {
            toast({
              title: `${product.name} is there`,
              body: product.status === "ACTIVE" ? "Everybody can buy it." : "Nobody but you sees it yet.",
            });
            void navigate({ to: "/organizer/products", search: { d: domainWords[domain].param } });
          }}
        />
      )}
    </ShopFrame>
  );
}

/** One product: what people read of it, what it costs, how many there are. */
export function ProductPage() {
  const { id } = useParams({ from: "/organizer/organizer/products/$id" });
  const { d } = useSearch({ from: "/organizer/organizer/products/$id" });
  const found = useQuery(ownProductQuery(domainOfParam(d), id));
  if (failedWith(found.error, "PRODUCT_NOT_FOUND")) return <NotFound />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} title="The product did not load" />;
  if (found.data === undefined) return <PagePending />;
  return <OneProduct key={id} {...found.data} />;
}

function OneProduct({ domain, product }: { domain: Domain; product: Product }) {
  const [isAsking, setAsking] = useState(false);
  const status = statusWords[product.status];
  return (
    <div className="page grid gap-6 py-8 sm:py-10">
      <OrganizerHead
        title={product.name}
        above={<ToProducts domain={domain} />}
        lead={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={status.tone}>{status.words}</Badge>
            {product.status === "ACTIVE"
              ? "Everybody can buy it."
              : product.status === "DRAFT"
                ? "Only you see it."
                : "It is sold no more."}
          </span>
        }
      >
        {product.status === "ACTIVE" ? (
          <Link to="/shop/$id" params={{ id: product.id }} search={{ d: domainWords[domain].param }} className={buttonStyle("plain")}>
            <ExternalLink className="size-4" aria-hidden />
            As visitors see it
          </Link>
        ) : null}
      </OrganizerHead>
      <ProductForm domain={domain} product={product} onDone={() => toast({ title: "Saved" })}>
        <Button variant="loss" onPress={() => setAsking(true)}>
          Remove
        </Button>
      </ProductForm>
      <RemoveDialog domain={domain} product={product} isOpen={isAsking} onClose={() => setAsking(false)} />
    </div>
  );
}

interface RemoveDialogProps {
  domain: Domain;
  product: Product;
  isOpen: boolean;
  onClose: () => void;
}

/** Takes it off the shelf: whoever ordered it keeps the order. */
function RemoveDialog({ domain, product, isOpen, onClose }: RemoveDialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => request<{ archived: boolean }>(domain, `/products/${product.id}`, { method: "DELETE" }),
    onSuccess: async ({ archived }) => {
      toast({
        title: archived ? `${product.name} is archived` : `${product.name} is gone`,
        body: archived ? "It stays for the orders that have it." : "Nobody had ordered it.",
      });
      await queryClient.invalidateQueries({ queryKey: ownProducts });
      await navigate({ to: "/organizer/products", search: { d: domainWords[domain].param } });
    },
  });
  return (
    <Dialog title={`Remove ${product.name}?`} isOpen={isOpen} onClose={onClose}>
      <div className="grid gap-4">
        <p className="text-sm text-quiet">
          It is sold no more. If it was ever ordered, it is archived and stays for those orders; otherwise it is deleted for good.
        </p>
        <FormFailure error={remove.error} />
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>Keep it</Button>
          <Button variant="loss" isPending={remove.isPending} onPress={() => remove.mutate()}>
            {remove.isPending ? "Removing…" : "Remove product"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
