import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style.ts";

interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
}

export function Button({ variant, size, className, ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={buttonStyle(variant, size, className)} />;
}

/** A square button with an icon only; `aria-label` names it. */
export function IconButton({ className = "", ...rest }: Omit<ButtonProps, "variant" | "size"> & { "aria-label": string }) {
  return (
    <AriaButton
      {...rest}
      className={`inline-flex size-10 items-center justify-center rounded-control text-ink transition-colors duration-150 hover:bg-line/60 data-[disabled]:text-faint ${className}`}
    />
  );
}
