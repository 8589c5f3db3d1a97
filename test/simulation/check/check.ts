import type { History, Violation } from "../history.ts";
import { cancelledShow } from "./cancelled-show.ts";
import { oneEntryATicket } from "./door.ts";
import { oneOwner } from "./i1-one-owner.ts";
import { legalMoves } from "./i2-legal-moves.ts";
import { confirmIffLive } from "./i3-confirm-iff-live.ts";
import { linearizable } from "./i4-linearizable.ts";
import { allOrNothing } from "./i5-all-or-nothing.ts";
import { idempotent } from "./i6-idempotent.ts";
import { releaseBound } from "./i7-release-bound.ts";
import { noEarlyRelease } from "./i8-no-early-release.ts";
import { money } from "./i9-money.ts";
import { ordersWhole } from "./i10-orders.ts";
import { paidForOnce } from "./i10-payments.ts";
import { mailsOfFacts } from "./i11-mails.ts";
import { projectionFollows } from "./i12-projection.ts";
import { durable } from "./i13-durable.ts";
import { tenancy } from "./i14-tenancy.ts";
import { caps } from "./i15-caps.ts";
import { time } from "./i17-time.ts";
import { pricesByRules } from "./prices.ts";
import { queueInOrder } from "./queue.ts";

/** Every invariant by itself. Each reads the history alone and shares no rule with the code that made it. */
const invariants: readonly ((history: History) => Violation[])[] = [
  oneOwner,
  legalMoves,
  confirmIffLive,
  linearizable,
  allOrNothing,
  idempotent,
  releaseBound,
  noEarlyRelease,
  money,
  paidForOnce,
  ordersWhole,
  mailsOfFacts,
  projectionFollows,
  durable,
  tenancy,
  caps,
  time,
  queueInOrder,
  oneEntryATicket,
  pricesByRules,
  cancelledShow,
];

/** What does not hold of a history: nothing, if all is well. */
export const check = (history: History): Violation[] => invariants.flatMap((invariant) => invariant(history));
