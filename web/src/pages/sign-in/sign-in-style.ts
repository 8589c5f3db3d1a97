export const linkStyle = "font-medium text-sm text-ink underline underline-offset-4";
