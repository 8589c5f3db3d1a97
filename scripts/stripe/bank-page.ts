import type { Intent } from "./intents.ts";

/** The page at which a payer's bank asks whether it is them: one button for yes and one for no. */
export const bankPage = ({ id, amount, currency }: Intent): string => `<!doctype html>
<html lang="en"><title>Your bank</title>
<body>
<h1>Is it you who pays ${amount} ${currency.toUpperCase()}?</h1>
<form method="post" action="/3ds/${id}/agree"><button>It is me</button></form>
<form method="post" action="/3ds/${id}/refuse"><button>It is not me</button></form>
</body></html>`;
