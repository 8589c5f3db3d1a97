/** Who takes the money: what is asked of it twice under one id happens once. It may answer late, or succeed without a word. */
export class Provider {
  /** By payment, what was taken. */
  readonly captured = new Map<string, number>();
  /** By refund, what was given back. */
  readonly paid = new Map<string, number>();
  /** Charges whose outcome is not decided, with their amount. */
  readonly open = new Map<string, number>();
  readonly declined = new Set<string>();
  /** Words on charges that are on their way, each maybe more than once. */
  readonly webhooks: string[] = [];
  /** What reaches a mailbox, by the mail's key. */
  readonly mailed = new Map<string, number>();

  charge(paymentId: string, amount: number, luck: number): "SUCCESS" | "FAILED" | "PENDING" {
    if (luck < 0.55) return this.#take(paymentId, amount, "SUCCESS");
    if (luck < 0.62) return this.#decline(paymentId);
    // It succeeds, and its answer is lost.
    if (luck < 0.7) return this.#take(paymentId, amount, "PENDING");
    this.open.set(paymentId, amount);
    return "PENDING";
  }

  /** Decides an open charge, and says so `times` times. */
  decide(paymentId: string, succeeds: boolean, times: number): boolean {
    const amount = this.open.get(paymentId);
    if (amount === undefined) return false;
    this.open.delete(paymentId);
    if (succeeds) this.captured.set(paymentId, amount);
    else this.declined.add(paymentId);
    for (let told = 0; told < times; told++) this.webhooks.push(paymentId);
    return true;
  }

  /** What became of a charge: it never heard of one whose request was lost. */
  retrieve(paymentId: string): "SUCCESS" | "FAILED" | "PENDING" {
    if (this.captured.has(paymentId)) return "SUCCESS";
    return this.open.has(paymentId) ? "PENDING" : "FAILED";
  }

  refund(refundId: string, amount: number): void {
    if (!this.paid.has(refundId)) this.paid.set(refundId, amount);
  }

  mail(key: string): void {
    if (!this.mailed.has(key)) this.mailed.set(key, 1);
  }

  #take(paymentId: string, amount: number, says: "SUCCESS" | "PENDING"): "SUCCESS" | "PENDING" {
    this.captured.set(paymentId, amount);
    return says;
  }

  #decline(paymentId: string): "FAILED" {
    this.declined.add(paymentId);
    return "FAILED";
  }
}
