import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** For questions that must be answered: a click beside it does not close it. */
  stays?: boolean;
}

/** A question or a form above the page; a sheet from below on a phone. */
export function Dialog({ title, isOpen, onClose, children, wide = false, stays = false }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={!stays}
      className="fixed inset-0 z-40 grid place-items-end justify-items-center overflow-y-auto bg-[oklch(0.12_0.02_300/0.6)] sm:place-items-center sm:p-6"
    >
      <Modal
        className={`rise w-full rounded-t-card border border-line bg-ground shadow-(--float) sm:rounded-card ${wide ? "sm:max-w-3xl" : "sm:max-w-md"}`}
      >
        <AriaDialog className="max-h-[90dvh] overflow-y-auto p-5 outline-none sm:p-6">
          <div className="mb-4 flex items-start justify-between gap-4">
            <Heading slot="title" className="text-lg">
              {title}
            </Heading>
            <Button slot="close" aria-label="Close" className="-m-1.5 rounded-control p-1.5 text-quiet hover:text-ink">
              <X className="size-5" aria-hidden />
            </Button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
