import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, frameBounds, headerOf, StompFault, type StompVersion } from "./frame.ts";
import { FrameReader } from "./read-frames.ts";
import { writeFrame } from "./write-frame.ts";

const encoder = new TextEncoder();
const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === "string" ? encoder.encode(text) : text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bounds = { headersMax: 8, lineBytesMax: 100, headBytesMax: 300, bodyBytesMax: 200 };
const versions: readonly StompVersion[] = ["1.0", "1.1", "1.2"];

const read = (text: string | Uint8Array, version: StompVersion | null = "1.2"): Frame[] => new FrameReader(bounds).read(text, version);
const one = (text: string, version: StompVersion | null = "1.2"): Frame => {
  const [frame, ...others] = read(text, version);
  if (frame === undefined || others.length > 0) throw new Error("not one frame");
  return frame;
};
/** What a reader says of these, one after another; what is wrong with them if anything is. */
function faultOf(parts: (string | Uint8Array)[], version: StompVersion | null = "1.2"): string | null {
  const reader = new FrameReader(bounds);
  try {
    for (const part of parts) reader.read(part, version);
    return null;
  } catch (error) {
    if (!(error instanceof StompFault)) throw error;
    return error.message;
  }
}

describe("reading frames", () => {
  it("takes a frame as a client writes it, with LF and with CRLF", () => {
    for (const eol of ["\n", "\r\n"]) {
      const frame = one(["SEND", "destination:/topic/live.a", "content-type:text/plain", "", "Hi"].join(eol).concat("\0"));
      expect([frame.command, frame.headers, textOf(frame.body)]).toEqual([
        "SEND",
        [
          ["destination", "/topic/live.a"],
          ["content-type", "text/plain"],
        ],
        "Hi",
      ]);
    }
  });

  it("counts content-length in octets, so that a body may hold NULs and other letters than ASCII", () => {
    const body = "a\0é\0🎭";
    const frames = read(`SEND\ndestination:/a\ncontent-length:${bytesOf(body).length}\n\n${body}\0\n\nSEND\ndestination:/b\n\nrest\0`);
    expect(frames.map((frame) => textOf(frame.body))).toEqual([body, "rest"]);
  });

  it("leaves out heart-beats between frames, also one that is cut in two", () => {
    const reader = new FrameReader(bounds);
    expect(reader.read("\n\r\n\n\r", "1.2")).toEqual([]);
    expect(reader.read("\n\nBEGIN\ntransaction:a\n\n\0\r", "1.2").map(({ command }) => command)).toEqual(["BEGIN"]);
    expect(reader.read("\n", "1.2")).toEqual([]);
    expect(reader.pendingBytes).toBe(0);
  });

  it("takes escapes out of names and values as each version has them", () => {
    const spelled = "SEND\na\\cb:c\\nd\\\\e\nplain:x:y\n\n\0";
    expect(one(spelled, "1.0").headers).toEqual([
      ["a\\cb", "c\\nd\\\\e"],
      ["plain", "x:y"],
    ]);
    for (const version of ["1.1", "1.2"] as const) {
      expect(one(spelled, version).headers).toEqual([
        ["a:b", "c\nd\\e"],
        ["plain", "x:y"],
      ]);
    }
    expect(one("SEND\na:b\\rc\n\n\0", "1.2").headers).toEqual([["a", "b\rc"]]);
    expect(faultOf(["SEND\na:b\\rc\n\n\0"], "1.1")).toBe("unknown escape");
    expect(faultOf(["SEND\na:b\\t\n\n\0"])).toBe("unknown escape");
    expect(faultOf(["SEND\na:b\\\n\n\0"])).toBe("unknown escape");
  });

  it("has no escapes in CONNECT, and keeps blanks unless the client speaks 1.0", () => {
    const connect = (headers: string) => one(`CONNECT\n${headers}\n\n\0`, null).headers;
    expect(connect("accept-version:1.2\npasscode: a\\cb ")).toEqual([
      ["accept-version", "1.2"],
      ["passcode", " a\\cb "],
    ]);
    expect(connect("login: ada\npasscode: pw ")).toEqual([
      ["login", "ada"],
      ["passcode", "pw"],
    ]);
    expect(one("SEND\ndestination: /a \n\n\0", "1.0").headers).toEqual([["destination", "/a"]]);
    expect(one("SEND\ndestination: /a \n\n\0", "1.1").headers).toEqual([["destination", " /a "]]);
  });

  it("lets the first of repeated headers count", () => {
    const frame = one("SEND\ncontent-length:1\ncontent-length:99\na:1\na:2\n\nx\0");
    expect([headerOf(frame, "a"), textOf(frame.body)]).toEqual(["1", "x"]);
  });

  it("gives out CONNECT alone while there is no version, and the rest when there is one", () => {
    const reader = new FrameReader(bounds);
    const [connect, ...others] = reader.read("CONNECT\naccept-version:1.1\n\n\0SUBSCRIBE\nid:a\\cb\ndestination:/a\n\n\0", null);
    expect([connect?.command, others]).toEqual(["CONNECT", []]);
    expect(reader.read("", "1.1").map((frame) => headerOf(frame, "id"))).toEqual(["a:b"]);
    expect(faultOf(["SUBSCRIBE\nid:a\n\n\0"], null)).toBe("not connected");
    expect(faultOf([`CONNECT\n\n\0${"x".repeat(600)}`], null)).toBe("not connected");
  });

  it("says what is wrong, and with which receipt", () => {
    const wrong: [string, string][] = [
      ["HELLO\n\n\0", "unknown command"],
      ["MESSAGE\n\n\0", "unknown command"],
      ["UNSUBSCRIBEXY", "unknown command"],
      ["send\n\n\0", "unknown command"],
      ["SEND\nno colon\n\n\0", "header without a name or colon"],
      ["SEND\n:no name\n\n\0", "header without a name or colon"],
      ["SEND\na:b\0", "NUL in the headers"],
      ["\0", "NUL in the headers"],
      ["SEND\ncontent-length:-1\n\n\0", "bad content-length"],
      ["SEND\ncontent-length:1e1\n\n\0", "bad content-length"],
      ["SEND\ncontent-length:2\n\nabc\0", "no NUL after the body"],
      ["BEGIN\ntransaction:a\n\nbody\0", "no NUL after the body"],
      ["BEGIN\ntransaction:a\ncontent-length:4\n\nbody\0", "unexpected body"],
    ];
    expect(wrong.map(([text]) => [text, faultOf([text])])).toEqual(wrong);
    expect(faultOf([new Uint8Array([...bytesOf("SEND\na:"), 0xc3, 0x28, ...bytesOf("\n\n\0")])])).toBe("headers are not UTF-8");
    for (const text of ["SEND\nreceipt:r-1\na:\\x\n\n\0", "SEND\nreceipt:r-1\ncontent-length:201\n\n"]) {
      expect(() => read(text)).toThrow(expect.objectContaining({ receiptId: "r-1" }));
    }
  });

  it("refuses what is too much as soon as it is known, and not when it is there", () => {
    const line = (bytes: number) => `a:${"x".repeat(bytes - 2)}`;
    expect(faultOf(["SEND\n", line(100), "\n\n\0"])).toBeNull();
    expect(faultOf(["SEND\n", line(101)])).toBe("header too long");
    expect(faultOf([`SEND\n${"a:b\n".repeat(8)}\n\0`])).toBeNull();
    expect(faultOf([`SEND\n${"a:b\n".repeat(9)}`])).toBe("too many headers");
    expect(faultOf([`SEND\n${`${line(99)}\n`.repeat(3)}`])).toBe("headers too long");
    expect(faultOf(["SEND\ncontent-length:200\n\n", "x".repeat(200), "\0"])).toBeNull();
    expect(faultOf(["SEND\ncontent-length:201\n\n"])).toBe("body too long");
    expect(faultOf(["SEND\n\n", "x".repeat(200), "\0"])).toBeNull();
    expect(faultOf(["SEND\n\n", "x".repeat(201)])).toBe("body too long");
    expect(faultOf(["SEND\n\n", `${"x".repeat(201)}\0`])).toBe("body too long");
  });

  it("reads nothing more after a fault, and holds nothing", () => {
    const reader = new FrameReader(bounds);
    expect(() => reader.read("SEND\n\0", "1.2")).toThrow(StompFault);
    expect(() => reader.read("BEGIN\ntransaction:a\n\n\0", "1.2")).toThrow("NUL in the headers");
    expect(reader.pendingBytes).toBe(0);
  });

  it("goes on in another reader from what one has not given out, wherever it was cut", () => {
    const text = bytesOf("\r\nSEND\r\ndestination:/tópic\r\ncontent-length:7\r\n\r\né\0🎭\0SEND\na:\\\\\n\nend\0\n");
    const whole = read(text);
    expect(whole).toHaveLength(2);
    for (let cut = 0; cut <= text.length; cut++) {
      const first = new FrameReader(bounds);
      const before = first.read(text.subarray(0, cut), "1.2");
      const second = new FrameReader(bounds, first.pending);
      expect([...before, ...second.read(text.subarray(cut), "1.2")]).toEqual(whole);
    }
  });
});

/** A linear congruential generator: the same run every time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What each version can say in a header: 1.0 has no escapes, and no blanks around values; carriage returns are 1.2's alone. */
const sayable = { "1.0": "az09-_é🎭\\", "1.1": "az09-_é🎭\\:\n ", "1.2": "az09-_é🎭\\:\n \r" };
const sendIn = (version: StompVersion): fc.Arbitrary<Frame> => {
  const text = (minLength: number) =>
    fc.array(fc.constantFrom(...sayable[version]), { minLength, maxLength: 12 }).map((letters) => letters.join(""));
  const header = fc
    .tuple(text(1), text(0))
    .filter(([name]) => name !== "content-length")
    .map(([name, value]): [string, string] => [name, value]);
  return fc.record({
    command: fc.constant("SEND"),
    headers: fc.array(header, { maxLength: 7 }),
    body: fc.uint8Array({ maxLength: 60 }),
  });
};
const withoutLength = ({ command, headers, body }: Frame): Frame => ({
  command,
  headers: headers.filter(([name]) => name !== "content-length"),
  body,
});

describe("reading what was written", () => {
  for (const version of versions) {
    it(`gives back every frame of STOMP ${version} at random, however it is cut`, () => {
      const cuts = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(fc.array(sendIn(version), { minLength: 1, maxLength: 3 }), cuts, (frames, lengths) => {
          const written = frames.flatMap((frame) => [...bytesOf(writeFrame(frame.command, frame.headers, frame.body, version)), 10]);
          const bytes = Uint8Array.from(written);
          const reader = new FrameReader({ ...bounds, lineBytesMax: 200, headBytesMax: 2000 });
          const found: Frame[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const length = lengths[turn % lengths.length] ?? 1;
            found.push(...reader.read(bytes.subarray(at, at + length), version));
            at += length;
          }
          expect(found.map(withoutLength)).toEqual(frames);
          expect(reader.pendingBytes).toBe(0);
        }),
        { numRuns: 1000 },
      );
    });
  }

  it("finds the same frames in a stream that is cut a million times", () => {
    const random = generator(7);
    const commands = [
      'SEND\ndestination:/app/chat.send/room_1\ncontent-length:13\n\n{"content":1}\0\n',
      "SEND\r\ndestination:/topic/live.b\r\n\r\nbody é🎭\0\r\n",
      "ACK\nid:1\\c2\n\n\0",
      "SEND\ncontent-length:9\n\n\0\n\0\n\r\n\0é\0",
    ].map(bytesOf);
    const stream = Uint8Array.from(Array.from({ length: 1000 }, () => [...(commands[random(4)] ?? [])]).flat());
    const whole = new FrameReader(bounds).read(stream, "1.2");
    expect(whole).toHaveLength(1000);
    const digest = (frames: Frame[]) => frames.map(({ command, headers, body }) => `${command}${headers}${body}`).join("|");
    const expected = digest(whole);
    let cuts = 0;
    for (let widest = 1; cuts < 1_000_000; widest = (widest % 12) + 1) {
      const reader = new FrameReader(bounds);
      const frames: Frame[] = [];
      for (let at = 0; at < stream.length; cuts++) {
        const length = 1 + random(widest);
        for (const frame of reader.read(stream.subarray(at, at + length), "1.2")) frames.push(frame);
        at += length;
      }
      expect(digest(frames)).toBe(expected);
    }
  });

  it("says of bytes at random nothing but a fault, and never holds more than one frame within its bounds", () => {
    const random = generator(11);
    const pieces = [
      "SEND\n",
      "CONNECT\n",
      "\n",
      "\r\n",
      "a:b\n",
      "content-length:20\n",
      "\0",
      "\n\n",
      ":",
      "\\",
      "é",
      "x".repeat(90),
      "NACK\n",
    ].map(bytesOf);
    const most = bounds.headBytesMax + bounds.bodyBytesMax + 2;
    let [faults, frames] = [0, 0];
    for (let run = 0; run < 50_000; run++) {
      const reader = new FrameReader(bounds);
      const version = random(5) === 0 ? null : (versions[random(3)] ?? null);
      try {
        for (let step = 0; step < 20; step++) {
          const piece =
            random(8) === 0 ? Uint8Array.from({ length: random(9) }, () => random(256)) : (pieces[random(pieces.length)] ?? bytesOf(""));
          frames += reader.read(piece, version).length;
          expect(reader.pendingBytes).toBeLessThanOrEqual(most);
        }
      } catch (error) {
        if (!(error instanceof StompFault)) throw error;
        faults++;
        expect(reader.pendingBytes).toBe(0);
      }
    }
    expect(faults).toBeGreaterThan(1000);
    expect(frames).toBeGreaterThan(500);
  });

  it("looks at each byte once, so that a mebibyte may come byte by byte", () => {
    const body = new Uint8Array(1024 * 1024).fill(10);
    const bytes = bytesOf(writeFrame("SEND", [["destination", "/a"]], body, "1.2"));
    const reader = new FrameReader(frameBounds(1024 * 1024));
    const frames: Frame[] = [];
    // Were each piece to cost the bytes before it, these would be some 10^12 steps.
    for (let at = 0; at < bytes.length; at++) frames.push(...reader.read(bytes.subarray(at, at + 1), "1.2"));
    expect(frames.map((frame) => frame.body.length)).toEqual([body.length]);
  });
});
