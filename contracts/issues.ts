import type { z } from "zod";

const issuesMax = 50;

/** One line per fault: which field, in dots, and what is wrong with it. Unknown fields are named one by one. */
export const issuesOf = (error: z.core.$ZodError): { path: string; message: string }[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "unknown field" }))
        : [{ path: issue.path.join("."), message: issue.message }],
    )
    .slice(0, issuesMax);
