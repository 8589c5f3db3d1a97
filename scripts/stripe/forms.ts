/** A form's fields with the brackets of their names made into objects, as Stripe reads its requests: `a[b]=c` is {a: {b: "c"}}. */
export type Form = { [name: string]: string | Form };

/** The object that a form's fields make. */
export function formOf(fields: URLSearchParams): Form {
  const form: Form = {};
  for (const [name, value] of fields) {
    const path = name.split(/\[|\]\[|\]/).filter((part) => part !== "");
    const last = path.pop() ?? "";
    let place = form;
    for (const part of path) {
      const inner = place[part];
      const next: Form = typeof inner === "object" ? inner : {};
      place[part] = next;
      place = next;
    }
    place[last] = value;
  }
  return form;
}

/** The text at a path of names, or undefined. */
export function textAt(form: Form, ...path: string[]): string | undefined {
  let place: string | Form | undefined = form;
  for (const name of path) place = typeof place === "object" ? place[name] : undefined;
  return typeof place === "string" ? place : undefined;
}

/** The texts of an object of texts, such as `metadata`. */
export function textsAt(form: Form, name: string): Record<string, string> {
  const found = form[name];
  if (typeof found !== "object") return {};
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
