import { X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "react-aria-components/Button";
import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastBody,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";
import { onToast, type ToastContent, takeToasts } from "./toast.ts";

const queue = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });
const shownMs = 7000;

function drain(): void {
  for (const content of takeToasts()) queue.add(content, { timeout: shownMs });
}

export function ToastStack() {
  useEffect(() => {
    drain();
    return onToast(drain);
  }, []);
  return (
    <ToastRegion
      queue={queue}
      className="fixed top-16 right-4 left-4 z-50 flex flex-col gap-2 outline-none sm:left-auto sm:w-90 lg:top-auto lg:right-auto lg:bottom-6 lg:left-6"
    >
      {({ toast }) => (
        <Toast toast={toast} className="rise flex items-start gap-3 rounded-card border border-line bg-raised p-4 shadow-(--float)">
          <ToastBody className="grid flex-1 gap-0.5">
            <Text slot="title" className="text-sm font-semibold">
              {toast.content.title}
            </Text>
            {toast.content.body === undefined ? null : (
              <Text slot="description" className="text-sm text-quiet">
                {toast.content.body}
              </Text>
            )}
          </ToastBody>
          <Button slot="close" aria-label="Close" className="-m-1 rounded-control p-1 text-quiet hover:text-ink">
            <X className="size-4" aria-hidden />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
