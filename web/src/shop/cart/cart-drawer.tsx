import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ShoppingBag, X } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { shopsQuery } from "../api/product-queries.ts";
import "../shop.css";
import { CartOfShop } from "./cart-of-shop.tsx";
import { Removed } from "./removed.tsx";
import { useCarts } from "./use-carts.ts";

interface CartDrawerProps {
  isOpen: boolean;
  onClose: () => void;
}

/** The cart, from the right; on a phone it fills the screen. */
export function CartDrawer({ isOpen, onClose }: CartDrawerProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className="cart-shade fixed inset-0 z-40 flex justify-end bg-[oklch(0.12_0.02_300/0.6)]"
    >
      <Modal className="cart-drawer h-dvh w-full border-line bg-ground shadow-(--float) md:w-110 md:border-l">
        <Dialog className="flex h-full flex-col outline-none">
          <header className="flex h-14 shrink-0 items-center justify-between border-b border-line pr-2 pl-5">
            <Heading slot="title" className="text-lg">
              Your cart
            </Heading>
            <Button slot="close" aria-label="Close" className="rounded-control p-2.5 text-quiet hover:text-ink">
              <X className="size-5" aria-hidden />
            </Button>
          </header>
          <Content leave={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Content({ leave }: { leave: () => void }) {
  const { carts, loading, error, retry } = useCarts();
  const shops = useQuery(shopsQuery).data;
  if (carts.length === 0 && error !== null) return <Failed error={error} retry={retry} title="Your cart did not load" />;
  if (carts.length === 0 && loading) return <Loading />;
  const several = carts.length > 1;
  return (
    <div className={`flex min-h-0 flex-1 flex-col ${several ? "overflow-y-auto" : ""}`}>
      {carts.length === 0 ? <Empty leave={leave} /> : null}
      {carts.map(({ domain, cart }) => (
        <CartOfShop
          key={domain}
          domain={domain}
          cart={cart}
          name={several ? shops?.find((shop) => shop.domain === domain)?.name : undefined}
          leave={leave}
        />
      ))}
      <Removed />
    </div>
  );
}

function Loading() {
  return (
    <div aria-busy="true" className="grid gap-4 p-5">
      <span className="sr-only">Loading your cart</span>
      <div className="skeleton h-22" />
      <div className="skeleton h-22" />
    </div>
  );
}

function Empty({ leave }: { leave: () => void }) {
  return (
    <div className="m-auto grid justify-items-center gap-3 px-6 py-16 text-center">
      <ShoppingBag className="size-9 text-quiet" strokeWidth={1.5} aria-hidden />
      <h3 className="text-lg">Nothing in it yet</h3>
      <p className="max-w-60 text-quiet">Popcorn, posters and tickets that you put in stand here, and are paid together.</p>
      <Link to="/shop" className={buttonStyle("primary", "medium", "mt-2")} onClick={leave}>
        Look into the shop
      </Link>
    </div>
  );
}
