import { Smile } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { IconButton } from "../../parts/button.tsx";
import { EmojiPicker } from "./emoji-picker.tsx";

/** Puts an emoji where one writes. */
export function EmojiButton({ pick }: { pick: (emoji: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton aria-label="Emoji" className="shrink-0 rounded-full text-quiet">
        <Smile className="size-5" aria-hidden />
      </IconButton>
      <Popover placement="top start" className="rise z-50 rounded-card border border-line bg-raised shadow-(--float)">
        <Dialog aria-label="Emoji" className="outline-none">
          <EmojiPicker
            pick={(emoji) => {
              setOpen(false);
              pick(emoji);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
