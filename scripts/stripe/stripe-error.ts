/** What Stripe says of a request that it does not grant: the object `error` of its body, with the HTTP status. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: Record<string, unknown>;
  constructor(status: number, error: Record<string, unknown>) {
    super(String(error.message ?? error.code));
    this.status = status;
    this.error = error;
  }
}

export const invalidRequest = (message: string, more: Record<string, unknown> = {}, status = 400): StripeRefusal =>
  new StripeRefusal(status, { type: "invalid_request_error", message, ...more });

export const missing = (what: string, id: string, param: string): StripeRefusal =>
  invalidRequest(`No such ${what}: '${id}'`, { code: "resource_missing", param }, param === "id" ? 404 : 400);
