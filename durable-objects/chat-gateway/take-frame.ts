import { acknowledge } from "./acknowledge.ts";
import { connect } from "./connect.ts";
import type { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { type Sent, sendOn } from "./send-on.ts";
import { type Frame, headerOf, StompFault } from "./stomp/frame.ts";
import { required, subscribe, unsubscribe } from "./subscribe.ts";

/**
 * Handles one frame in its turn; resolves when it is done and answered. Whoever breaks the protocol is told so in an ERROR frame, and nothing of what they
 * sent behind it counts.
 */
export function takeFrame(core: GatewayCore, link: Link, frame: Frame): Promise<void> {
  if (link.seat.tenant !== null) core.apps.glance(link.seat.tenant.appId, Date.now());
  const has = (name: string) => headerOf(frame, name) !== undefined;
  const isPlainSend = frame.command === "SEND" && has("destination") && !has("transaction") && link.seat.version !== null;
  if (!isPlainSend) return link.order.run(() => guarded(core, link, frame, () => handle(core, link, frame)));
  return link.order.begin(
    () => (link.closed ? Promise.resolve(null) : sendOn(core, link, frame)),
    (sent) => {
      if (sent !== null) answerSend(core, link, frame, sent);
    },
  );
}

/** Runs what may find a fault in the protocol. */
export async function guarded(core: GatewayCore, link: Link, frame: Frame | null, work: () => void | Promise<void>): Promise<void> {
  if (link.closed) return;
  try {
    await work();
  } catch (error) {
    const receiptId = frame === null ? undefined : headerOf(frame, "receipt");
    if (error instanceof StompFault) {
      core.fault(link, { message: error.message, details: error.details, receiptId: error.receiptId ?? receiptId });
    } else {
      core.log.error("a frame could not be handled", error);
      core.fault(link, { code: "INTERNAL", message: "Something went wrong on our side.", receiptId }, 1011);
    }
  }
}

async function handle(core: GatewayCore, link: Link, frame: Frame): Promise<void> {
  const { command } = frame;
  if (command === "CONNECT" || command === "STOMP") return connect(core, link, frame);
  if (link.seat.version === null) throw new StompFault("not connected", "The first frame is CONNECT.", headerOf(frame, "receipt"));
  switch (command) {
    case "SUBSCRIBE":
      return subscribe(core, link, frame);
    case "UNSUBSCRIBE":
      return unsubscribe(core, link, frame);
    case "BEGIN":
      core.transactions.begin(link.id, frame);
      return core.receipt(link, frame);
    case "ABORT":
      core.transactions.abort(link.id, frame);
      return core.receipt(link, frame);
    case "COMMIT":
      return commit(core, link, frame);
    case "SEND":
    case "ACK":
    case "NACK":
      if (command === "SEND") required(frame, "destination");
      if (!core.transactions.hold(link.id, frame)) acknowledge(core, link, frame);
      // Of a SEND it says that it waits for COMMIT, whose own receipt says that it is stored.
      return core.receipt(link, frame);
    case "DISCONNECT":
      core.receipt(link, frame);
      return link.close(1000, "bye");
  }
}

/** What the transaction held is done now, in its order. One refusal takes away COMMIT's receipt, but not the effect of the others. */
async function commit(core: GatewayCore, link: Link, frame: Frame): Promise<void> {
  required(frame, "transaction");
  let refused = false;
  for (const held of core.transactions.commit(link.id, frame)) {
    if (held.command !== "SEND") acknowledge(core, link, held);
    else {
      const sent = await sendOn(core, link, held);
      refused ||= !sent.ok;
      if (!sent.ok) refuseSend(core, link, held, sent);
    }
  }
  if (!refused) core.receipt(link, frame);
}

function answerSend(core: GatewayCore, link: Link, frame: Frame, sent: Sent): void {
  if (sent.ok) core.receipt(link, frame, sent.headers);
  else refuseSend(core, link, frame, sent);
}

function refuseSend(core: GatewayCore, link: Link, frame: Frame, { code, details, id }: Extract<Sent, { ok: false }>): void {
  core.refuse(link, { code, details, id: id ?? headerOf(frame, "receipt"), destination: headerOf(frame, "destination") ?? "" });
}
