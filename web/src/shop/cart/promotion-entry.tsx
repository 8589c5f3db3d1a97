import { useMutation } from "@tanstack/react-query";
import { Tag, X } from "lucide-react";
import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import type { Cart } from "../../../../contracts/cart.ts";
import { limits } from "../../../../contracts/limits.ts";
import { failedWith } from "../../api/failure.ts";
import type { Domain } from "../../domains.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import { changeCart } from "./cart-calls.ts";
import { promotionWords, refusalWords } from "./problem-words.ts";

interface PromotionEntryProps {
  domain: Domain;
  promotion: Cart["promotion"];
}

/** A code that makes it cheaper: entered, shown with what it brings, or with why it brings nothing. */
export function PromotionEntry({ domain, promotion }: PromotionEntryProps) {
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState("");
  const enter = useMutation({
    mutationFn: (entered: string) => changeCart(domain, "POST", "/cart/promo", { code: entered }),
    onSuccess: () => {
      setOpen(false);
      setCode("");
    },
  });
  const drop = useMutation({ mutationFn: () => changeCart(domain, "DELETE", "/cart/promo") });

  if (promotion !== null) {
    return (
      <div className="grid gap-1">
        <div className="flex items-center gap-2 text-sm">
          <Tag className="size-4 shrink-0 text-quiet" aria-hidden />
          <span className="min-w-0 flex-1 truncate">
            Code <b className="font-semibold">{promotion.code.toUpperCase()}</b>
          </span>
          <IconButton
            aria-label={`Take out the code ${promotion.code}`}
            className="-mr-2 text-quiet"
            isPending={drop.isPending}
            onPress={() => drop.mutate()}
          >
            <X className="size-4" aria-hidden />
          </IconButton>
        </div>
        {promotion.refusal === null ? null : (
          <p role="alert" className="text-sm text-loss">
            {promotionWords(promotion.refusal)}
          </p>
        )}
      </div>
    );
  }
  if (!open) {
    return (
      <Button variant="ghost" size="dense" className="-ml-3 w-fit text-quiet" onPress={() => setOpen(true)}>
        <Tag className="size-4" aria-hidden />
        Add a code
      </Button>
    );
  }
  const refused = entryWords(enter.error);
  return (
    <form
      className="rise grid gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== "") enter.mutate(code.trim());
      }}
    >
      <TextField
        value={code}
        onChange={(next) => {
          setCode(next);
          enter.reset();
        }}
        // What the server refused may be sent again, corrected or not.
        validationBehavior="aria"
        autoFocus
        isInvalid={refused !== ""}
        maxLength={limits.promotionCodeCharsMax}
        autoComplete="off"
      >
        <Label className="sr-only">Promotion code</Label>
        <div className="flex gap-2">
          <Input
            className={inputStyle("dense", "uppercase placeholder:normal-case")}
            placeholder="Code"
            spellCheck="false"
            autoCapitalize="characters"
          />
          <Button type="submit" size="dense" isPending={enter.isPending}>
            {enter.isPending ? "Looking…" : "Apply"}
          </Button>
        </div>
      </TextField>
      {refused === "" ? null : (
        <p role="alert" className="text-sm text-loss">
          {refused}
        </p>
      )}
    </form>
  );
}

function entryWords(error: unknown): string {
  if (failedWith(error, "PROMOTION_NOT_FOUND")) return "There is no such code. Look at how it is spelled.";
  if (failedWith(error, "PROMOTION_NOT_APPLICABLE", "PROMOTION_USED_UP")) return promotionWords(error.details.reason);
  if (failedWith(error, "VALIDATION_FAILED")) return "A code is letters, digits, - and _.";
  return refusalWords(error);
}
