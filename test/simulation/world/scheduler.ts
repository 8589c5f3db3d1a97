import { hasSlice } from "../../../durable-objects/seat-map/judge-show.ts";
import type { Telling } from "./books.ts";
import { beginAnything } from "./clients.ts";
import { consume, settle, sweep } from "./consume.ts";
import type { Answer, ShowObject } from "./show-object.ts";
import { lost, type Process, type World } from "./world.ts";

const underWayMax = 14;
/** What comes next of all that could: one thing, by chance. */
export class Scheduler {
  readonly world: World;
  /** Tellings that left and did not arrive yet: they may be overtaken. */
  readonly #tellings: { object: ShowObject; telling: Telling; told: number }[] = [];

  constructor(world: World) {
    this.world = world;
  }

  /** One step of the world: of what could come next, something that there is to do. */
  step(): void {
    const { world } = this;
    world.now += world.pick(40) === 0 ? world.pick(90_000) : world.pick(700);
    while (!this.#tryAnything());
  }

  #tryAnything(): boolean {
    const { world } = this;
    const luck = world.pick(100);
    if (luck < 14) return world.processes.length < underWayMax && beginAnything(world);
    if (luck < 60) return this.#resumeAny();
    if (luck < 80) return this.commit(world.anyObject());
    if (luck < 83) return this.alarm(world.anyObject());
    if (luck < 88) return this.tell(world.anyObject());
    if (luck < 90) return this.hear();
    if (luck < 95) return this.deliver();
    if (luck < 98) return this.speak();
    if (luck === 98) return world.pick(3) === 0 && world.start(sweep(world));
    return world.pick(2) === 0 && this.#fault(world.anyObject());
  }

  /** One process goes one step further, or ends: by itself, or because its Worker died. */
  #resumeAny(): boolean {
    const process = this.world.among(this.world.processes.filter(({ isWaiting }) => !isWaiting));
    if (process === undefined) return false;
    if (this.world.oneIn(150)) this.#end(process);
    else this.resume(process);
    return true;
  }

  resume(process: Process): void {
    const { given } = process;
    process.given = undefined;
    const { done, value: question } = process.steps.next(given);
    if (done) {
      this.#end(process);
      return;
    }
    if (question === undefined) return;
    // The question itself may get lost.
    if (this.world.oneIn(120)) {
      process.given = lost;
      return;
    }
    process.isWaiting = true;
    const reply: { answer: Answer | null; committed: boolean | null; isHeard: boolean } = { answer: null, committed: null, isHeard: false };
    const hear = () => {
      if (reply.answer === null || reply.committed === null || reply.isHeard) return;
      reply.isHeard = true;
      process.isWaiting = false;
      process.given = reply.committed ? reply.answer : lost;
    };
    reply.answer = question.ask((committed) => {
      reply.committed ??= committed;
      hear();
    });
    hear();
  }

  commit(object: ShowObject): boolean {
    if (!object.hasUndecided) return false;
    if (this.world.hooks.early === "answers" && this.world.oneIn(4)) object.crash();
    else this.#commitAndTell(object);
    return true;
  }

  /** Some answers get lost; mostly because the object is gone as soon as it has committed. */
  #commitAndTell(object: ShowObject): void {
    const { world } = this;
    let unheard = 0;
    object.commit(world.now, () => {
      const isHeard = !world.oneIn(60);
      if (!isHeard) unheard++;
      return isHeard;
    });
    if (unheard > 0 && world.pick(3) > 0) object.crash();
  }

  /** The alarm, late or for nothing, and maybe twice. It sweeps, goes on with a cancelled showtime, and sends what is due. */
  alarm(object: ShowObject): boolean {
    const { world } = this;
    const { now } = world;
    const run = (type: "sweep" | "cancelSlice") => object.submit({ type }, { now: world.clockOf(object), wake: () => {} }, () => ({}));
    run("sweep");
    if (hasSlice(object.ledger)) run("cancelSlice");
    if (world.oneIn(10)) return true;
    for (const due of object.outbox.values()) {
      if (due.dueAt > now) continue;
      due.dueAt = now + 30_000;
      // The queue may refuse a batch; the rows stay and are sent again.
      if (!world.oneIn(12)) world.queue.push({ event: due.event, from: object });
    }
    return true;
  }

  /** Something changed that D1 has not heard of: it is told, at once or later. */
  tell(object: ShowObject): boolean {
    const telling = object.told === object.log.length ? null : object.telling();
    if (telling !== null) this.#tellings.push({ object, telling, told: object.log.length });
    return telling !== null;
  }

  /** A telling arrives, in whatever order, or fails, or arrives and nobody knows. */
  hear(): boolean {
    const { world } = this;
    const [next] = this.#tellings.splice(world.isCalm ? 0 : world.pick(this.#tellings.length), 1);
    if (next === undefined || world.oneIn(10)) return next !== undefined;
    world.books.project(next.telling, world.now);
    if (!world.oneIn(10)) next.object.told = Math.max(next.object.told, next.told);
    if (world.oneIn(6)) this.#tellings.push(next);
    return true;
  }

  /** A message of the queue is worked off, in whatever order; it may come again. */
  deliver(): boolean {
    const { world } = this;
    const [message] = world.queue.splice(world.pick(world.queue.length), 1);
    if (message === undefined) return false;
    if (world.oneIn(10)) world.queue.push(message);
    return world.start(this.#workOff(message));
  }

  *#workOff({ event, from }: World["queue"][number]) {
    yield* consume(this.world, event);
    yield;
    if (!this.world.oneIn(15)) from.outbox.delete(event.source.seq);
  }

  /** The provider decides a charge, or its word arrives; some words come a day late, or never. */
  speak(): boolean {
    const { world } = this;
    const { provider } = world;
    const charge = world.among([...provider.open.keys()]);
    if (charge !== undefined && world.pick(2) === 0) return provider.decide(charge, world.pick(6) > 0, world.isCalm ? 1 : world.pick(4));
    const [paymentId] = provider.webhooks.splice(world.pick(provider.webhooks.length), 1);
    return paymentId !== undefined && world.start(settle(world, paymentId));
  }

  #fault(object: ShowObject): boolean {
    const { world } = this;
    const luck = world.pick(10);
    if (luck < 5) object.crash();
    else if (luck < 8) object.skew = world.pick(5) === 0 ? 0 : (world.pick(2) - 0.5) * 2 * world.pick(400_000);
    else world.now += luck === 8 ? world.pick(3_600_000) : world.pick(4) === 0 ? 86_400_000 : 0;
    return true;
  }

  get hasTellings(): boolean {
    return this.#tellings.length > 0;
  }

  #end(process: Process): void {
    const place = this.world.processes.indexOf(process);
    if (place >= 0) this.world.processes.splice(place, 1);
  }
}
