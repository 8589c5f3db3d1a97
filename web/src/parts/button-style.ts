export type ButtonVariant = "primary" | "plain" | "ghost" | "loss";
export type ButtonSize = "small" | "dense" | "medium" | "large";

const variants: Record<ButtonVariant, string> = {
  primary:
    "bg-accent text-on-accent font-semibold shadow-[inset_0_1px_0_rgb(255_255_255/0.25)] hover:brightness-108 active:brightness-95 data-[disabled]:bg-line data-[disabled]:text-faint data-[disabled]:shadow-none data-[disabled]:brightness-100",
  plain: "bg-raised text-ink font-medium border border-line hover:border-edge active:bg-stage data-[disabled]:text-faint",
  ghost: "text-ink font-medium hover:bg-line/60 active:bg-line data-[disabled]:text-faint",
  loss: "text-loss font-medium border border-line hover:border-loss",
};
const sizes: Record<ButtonSize, string> = {
  small: "h-8 px-3 text-sm gap-1.5",
  dense: "h-9 px-3 text-sm gap-1.5",
  medium: "h-10 px-4 text-sm gap-2",
  large: "h-12 px-6 text-base gap-2",
};

/** The look of a button, for buttons and for links that act as the page's main step. */
export function buttonStyle(variant: ButtonVariant = "plain", size: ButtonSize = "medium", more = ""): string {
  return `inline-flex items-center justify-center rounded-control whitespace-nowrap select-none transition-[background,border-color,filter,color] duration-150 data-[disabled]:cursor-default ${variants[variant]} ${sizes[size]} ${more}`;
}
