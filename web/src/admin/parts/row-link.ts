/** The way from a row to the thing itself. */
export const rowLink = "rounded-sm font-medium underline decoration-line underline-offset-4 hover:decoration-current";
