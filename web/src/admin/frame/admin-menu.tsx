import { Menu } from "lucide-react";
import { useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "../../parts/button.tsx";
import { Wordmark } from "../../shell/wordmark.tsx";
import { SideNavigation } from "./side-navigation.tsx";

/** The navigation on a phone: a bar, and behind its button the same places. */
export function AdminMenu({ email }: { email: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-ground/90 px-2 backdrop-blur-md md:hidden">
      <IconButton aria-label="Menu" onPress={() => setOpen(true)}>
        <Menu className="size-5" aria-hidden />
      </IconButton>
      <Wordmark />
      <ModalOverlay
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable
        className="fixed inset-0 z-40 bg-[oklch(0.12_0.02_300/0.6)] md:hidden"
      >
        <Modal className="h-dvh w-64 border-r border-line bg-stage shadow-(--float)">
          <Dialog aria-label="Menu" className="flex h-full flex-col outline-none">
            <SideNavigation email={email} onGo={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </header>
  );
}
