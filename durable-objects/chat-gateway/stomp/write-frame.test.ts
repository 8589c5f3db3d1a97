import { describe, expect, it } from "vitest";
import { headerOf } from "./frame.ts";
import { messageTemplate, writeFrame } from "./write-frame.ts";

const encoder = new TextEncoder();

describe("writing frames", () => {
  it("writes text as text and bytes as bytes, with content-length in octets", () => {
    expect(writeFrame("MESSAGE", [["destination", "/a"]], "é🎭", "1.2")).toBe("MESSAGE\ndestination:/a\ncontent-length:6\n\né🎭\0");
    const bytes = Uint8Array.of(0, 255, 0);
    expect(writeFrame("MESSAGE", [], bytes, "1.2")).toEqual(
      Uint8Array.of(...encoder.encode("MESSAGE\ncontent-length:3\n\n"), 0, 255, 0, 0),
    );
    expect(writeFrame("ERROR", [["message", "no"]], "", "1.0")).toBe("ERROR\nmessage:no\ncontent-length:0\n\n\0");
    expect(writeFrame("RECEIPT", [["receipt-id", "r"]], "", "1.2")).toBe("RECEIPT\nreceipt-id:r\n\n\0");
  });

  it("counts octets of any text as a socket sends them", () => {
    for (const text of ["", "a", "é", "€", "🎭", "a🎭é€", "\ud83c", "\udfad", "\ud83ca", "\udfad\ud83c", "\ud83c\ud83c\udfad"]) {
      const frame = String(writeFrame("MESSAGE", [], text, "1.2"));
      expect([text, /content-length:(\d+)/.exec(frame)?.[1]]).toEqual([text, String(encoder.encode(text).length)]);
    }
  });

  it("escapes headers as each version has it, so that no value ends its line", () => {
    const written = (version: "1.0" | "1.1" | "1.2", command = "MESSAGE") =>
      String(writeFrame(command, [["a:b", "c:\\d\r\ne\0f"]], "", version)).split("\n")[1];
    expect(written("1.2")).toBe("a\\cb:c\\c\\\\d\\r\\ne f");
    expect(written("1.1")).toBe("a\\cb:c\\c\\\\d \\ne f");
    expect(written("1.0")).toBe("a b:c:\\d  e f");
    expect(written("1.2", "CONNECTED")).toBe("a b:c:\\d  e f");
  });

  it("makes the message of one body for each subscription, once for equal ids, and with an ack of its own where there is one", () => {
    const message = { destination: "/topic/live.a", messageId: "m:1", headers: [["content-type", "text/plain"]] as const };
    const make = messageTemplate({ ...message, body: "Hi" }, "1.2");
    const rest = "message-id:m\\c1\ndestination:/topic/live.a\ncontent-type:text/plain\ncontent-length:2\n\nHi\0";
    expect(make("sub:0", null)).toBe(`MESSAGE\nsubscription:sub\\c0\n${rest}`);
    expect(make("sub:0", "7.m:1")).toBe(`MESSAGE\nsubscription:sub\\c0\nack:7.m\\c1\n${rest}`);
    const binary = messageTemplate({ ...message, body: Uint8Array.of(0, 1) }, "1.2");
    expect(binary("a", null)).toBe(binary("a", null));
    expect(binary("b", null)).not.toEqual(binary("a", null));
    expect(binary("a", null)).toEqual(
      writeFrame(
        "MESSAGE",
        [["subscription", "a"], ["message-id", "m:1"], ["destination", "/topic/live.a"], ...message.headers],
        Uint8Array.of(0, 1),
        "1.2",
      ),
    );
    expect(
      headerOf(
        {
          headers: [
            ["a", "1"],
            ["a", "2"],
          ],
        },
        "a",
      ),
    ).toBe("1");
  });
});
