import { limits } from "../../../contracts/limits.ts";

export type StompVersion = "1.0" | "1.1" | "1.2";

/** One STOMP frame. Headers as they were meant, without escapes, in their order; of repeated ones the first counts. */
export interface Frame {
  command: string;
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
}

/** What may be of a frame: headers, bytes of one line, bytes of all lines before the body, bytes of the body. */
export interface FrameBounds {
  headersMax: number;
  lineBytesMax: number;
  headBytesMax: number;
  bodyBytesMax: number;
}

/** The bounds by `limits`, where `bodyBytesMax` is the installation's setting. */
export const frameBounds = (bodyBytesMax: number = limits.stompBodyBytesDefault): FrameBounds => ({
  headersMax: limits.stompHeadersMax,
  lineBytesMax: limits.stompHeaderLineBytesMax,
  headBytesMax: limits.stompHeadBytesMax,
  bodyBytesMax: Math.min(bodyBytesMax, limits.stompBodyBytesMax),
});

/** The value of a header, undefined if there is none. */
export const headerOf = ({ headers }: Pick<Frame, "headers">, name: string): string | undefined =>
  headers.find(([each]) => each === name)?.[1];

/** What a SEND's headers say to the server alone, or only the server may say in a MESSAGE. */
const notPassedOn = new Set(["destination", "receipt", "transaction", "content-length", "subscription", "message-id", "ack"]);

/** Those headers of a SEND that go on to whoever gets its body: the sender's own, and its content-type. */
export const headersPassedOn = ({ headers }: Pick<Frame, "headers">): [string, string][] =>
  headers.flatMap(([name, value]): [string, string][] => (notPassedOn.has(name) ? [] : [[name, value]]));

/**
 * The client broke the protocol: it is told in an ERROR frame, `message` as that header, `details` as the body, and the socket is closed.
 * `receiptId`: the `receipt` that the frame asked for, where that much of it could be read.
 */
export class StompFault extends Error {
  readonly details: string;
  readonly receiptId?: string;

  constructor(message: string, details: string = message, receiptId?: string) {
    super(message);
    this.name = "StompFault";
    this.details = details;
    if (receiptId !== undefined) this.receiptId = receiptId;
  }
}
