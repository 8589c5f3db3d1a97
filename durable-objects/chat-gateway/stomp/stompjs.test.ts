import { FrameImpl, type IRawFrameType, Parser } from "@stomp/stompjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frameBounds, headerOf } from "./frame.ts";
import { FrameReader } from "./read-frames.ts";
import { messageTemplate, writeFrame } from "./write-frame.ts";

const letters = (...from: string[]) =>
  fc.array(fc.constantFrom(..."abz019-_/.é🎭", ...from), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
/** Names are written as they are by this client, and blanks around a value are cut off; it takes a real backslash before n, r or c for an escape. */
const headersOf = (value: fc.Arbitrary<string>) =>
  fc.dictionary(fc.constantFrom("destination", "receipt", "x-one", "x-two"), value, { maxKeys: 4, noNullPrototype: true });
const version = fc.constantFrom("1.0", "1.1", "1.2");

/** A frame as the client gives it to its handlers. */
function readByClient(frame: string | Uint8Array, escaped: boolean): FrameImpl {
  const raw: IRawFrameType[] = [];
  const parser = new Parser(
    (each) => raw.push(each),
    () => {},
  );
  parser.parseChunk(typeof frame === "string" ? frame : frame.slice().buffer);
  const [first] = raw;
  if (first === undefined || raw.length > 1) throw new Error("not one frame");
  return FrameImpl.fromRawFrame(first, escaped);
}

describe("frames of @stomp/stompjs", () => {
  it("are read as they were meant, text and binary, with content-length and without", () => {
    const body = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(
        version,
        headersOf(letters(":", "\n", "\r", "\\")),
        body,
        fc.boolean(),
        (spoken, headers, content, skipContentLengthHeader) => {
          // Only 1.2 escapes there, and what has no length ends at its first NUL.
          fc.pre(spoken === "1.2" || !Object.values(headers).some((value) => /[\n\r\\]/.test(value)));
          fc.pre(typeof content !== "string" || !(skipContentLengthHeader && content.includes("\0")));
          const said = typeof content === "string" ? { body: content } : { binaryBody: content };
          const escapeHeaderValues = spoken === "1.2";
          const frame = FrameImpl.marshall({ command: "SEND", headers, ...said, escapeHeaderValues, skipContentLengthHeader });
          const reader = new FrameReader(frameBounds());
          const found = reader.read(typeof frame === "string" ? frame : new Uint8Array(frame), spoken as "1.2");
          expect(found).toHaveLength(1);
          for (const [name, value] of Object.entries(headers)) expect(headerOf(found[0] ?? { headers: [] }, name)).toBe(value);
          expect(found[0]?.body).toEqual(typeof content === "string" ? new TextEncoder().encode(content) : content);
          expect(reader.pendingBytes).toBe(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("are read when the client cuts them over several messages", () => {
    const text = String(FrameImpl.marshall({ command: "SEND", headers: { destination: "/a" }, body: "é".repeat(20_000) }));
    const reader = new FrameReader(frameBounds());
    const parts = text.match(/.{1,8192}/gs) ?? [];
    expect(parts.flatMap((part) => reader.read(part, "1.2")).map(({ body }) => body.length)).toEqual([40_000]);
    expect(parts.length).toBeGreaterThan(2);
  });

  it("understands ours, text and binary", () => {
    fc.assert(
      fc.property(
        headersOf(letters(":")),
        fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.uint8Array({ maxLength: 40 })),
        (headers, body) => {
          const frame = readByClient(writeFrame("MESSAGE", Object.entries(headers), body, "1.2"), true);
          expect(frame.headers).toMatchObject(headers);
          if (typeof body === "string") expect(frame.body).toBe(new TextDecoder().decode(new TextEncoder().encode(body)));
          else expect(frame.binaryBody).toEqual(body);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("finds the parts of a message where it looks for them", () => {
    const make = messageTemplate(
      { destination: "/topic/live.a:b", messageId: "1", headers: [["content-type", "text/plain"]], body: "Hi" },
      "1.2",
    );
    const { command, headers, body } = readByClient(make("sub-0", "1.1"), true);
    expect([command, body, headers]).toEqual([
      "MESSAGE",
      "Hi",
      {
        subscription: "sub-0",
        ack: "1.1",
        "message-id": "1",
        destination: "/topic/live.a:b",
        "content-type": "text/plain",
        "content-length": "2",
      },
    ]);
  });
});
