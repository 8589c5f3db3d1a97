import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import { Tracking } from "../../../../../contracts/orders.ts";
import type { Domain } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { toast } from "../../../shell/toast.ts";
import { Entry } from "../../showtime/form-parts.tsx";
import type { Faults } from "../../showtime/showtime-draft.ts";
import { StepFailure } from "./step-failure.tsx";
import { useStep } from "./use-step.ts";

interface ShipDialogProps {
  domain: Domain;
  order: DeskOrder;
  isOpen: boolean;
  onClose: () => void;
}

/** Says that a parcel is on its way, and where it can be followed; of one that is, it mends that. */
export function ShipDialog({ isOpen, onClose, ...rest }: ShipDialogProps) {
  const isSent = rest.order.fulfilment === "SHIPPED";
  return (
    <Dialog title={isSent ? "Where the parcel is" : "Send the parcel"} isOpen={isOpen} onClose={onClose} stays>
      <Parcel {...rest} isSent={isSent} onClose={onClose} />
    </Dialog>
  );
}

function Parcel({ domain, order, isSent, onClose }: Omit<ShipDialogProps, "isOpen"> & { isSent: boolean }) {
  const [typed, setTyped] = useState({
    carrier: order.tracking?.carrier ?? "",
    number: order.tracking?.number ?? "",
    url: order.tracking?.url ?? "",
  });
  const [faults, setFaults] = useState<Faults>({});
  const step = useStep(domain, order, () => {
    toast({ title: isSent ? "The tracking is changed" : "It is on its way", body: "The buyer sees it at once." });
    onClose();
  });
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    fault: faults[name],
    onChange: (value: string) => {
      setTyped({ ...typed, [name]: value });
      setFaults({});
    },
  });
  return (
    <Form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ""));
        if (Object.keys(given).length === 0 && !isSent) return step.mutate({ status: "SHIPPED" });
        const tracking = Tracking.safeParse(given);
        setFaults(tracking.success ? {} : faultsOf(tracking.error.issues));
        if (tracking.success) step.mutate({ status: "SHIPPED", tracking: tracking.data });
      }}
    >
      {isSent ? null : (
        <p className="text-sm text-quiet">The buyer gets a mail. Without a number it says only that the parcel is on its way.</p>
      )}
      <Entry label="Tracking number" placeholder="RR123456785AT" {...field("number")} />
      <Entry label="Carrier" placeholder="Post" {...field("carrier")} />
      <Entry label="Where to follow it" placeholder="https://…" {...field("url")} />
      <StepFailure error={step.error} />
      <div className="flex justify-end gap-3">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={step.isPending}>
          {step.isPending ? "Saving…" : isSent ? "Save" : "Mark as sent"}
        </Button>
      </div>
    </Form>
  );
}

const words: Record<string, string> = {
  number: "The number that the carrier gave, in plain letters and digits.",
  carrier: "One line.",
  url: "An address that begins with https://.",
};

const faultsOf = (issues: readonly { path: readonly PropertyKey[] }[]): Faults =>
  Object.fromEntries(issues.map(({ path }) => [String(path[0]), words[String(path[0])]]));
