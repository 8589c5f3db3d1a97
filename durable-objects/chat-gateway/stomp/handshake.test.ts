import { describe, expect, it } from "vitest";
import { StompFault } from "./frame.ts";
import { negotiateHeartBeats, pickSubprotocol, pickVersion } from "./handshake.ts";

describe("the handshake", () => {
  it("echoes the best subprotocol that is offered, and none where none of ours is", () => {
    expect(pickSubprotocol("v12.stomp, v11.stomp, v10.stomp")).toBe("v12.stomp");
    expect(pickSubprotocol("v10.stomp,v11.stomp")).toBe("v11.stomp");
    expect(pickSubprotocol("mqtt, v10.stomp")).toBe("v10.stomp");
    expect([null, "", "mqtt", "v13.stomp"].map(pickSubprotocol)).toEqual([null, null, null, null]);
  });

  it("speaks the best common version, and 1.0 with whoever does not say", () => {
    expect(["1.0,1.1,1.2", "1.1,1.0", "1.2", "1.0", "2.0, 1.1", undefined].map(pickVersion)).toEqual([
      "1.2",
      "1.1",
      "1.2",
      "1.0",
      "1.1",
      "1.0",
    ]);
    for (const none of ["", "2.0", "1", "12"]) {
      expect(() => pickVersion(none)).toThrow(expect.objectContaining({ details: "Supported versions are 1.0,1.1,1.2" }));
    }
  });

  it("promises beats as often as the client sends its own, which the runtime answers", () => {
    const agreed = (header: string | undefined) => negotiateHeartBeats(header, "1.2");
    expect(agreed("10000,10000")).toEqual({ header: "10000,10000", serverMs: 0, clientMs: 10_000 });
    expect(agreed("20000,5000")).toEqual({ header: "20000,10000", serverMs: 0, clientMs: 20_000 });
    expect(agreed("1,1")).toEqual({ header: "10000,10000", serverMs: 0, clientMs: 10_000 });
    expect(agreed("30000,0")).toEqual({ header: "30000,10000", serverMs: 0, clientMs: 30_000 });
  });

  it("beats by itself where the client only wants to hear some, and not at all where it does not", () => {
    const agreed = (header: string | undefined) => negotiateHeartBeats(header, "1.1");
    expect(agreed("0,30000")).toEqual({ header: "30000,0", serverMs: 30_000, clientMs: 0 });
    expect(agreed("0,1")).toEqual({ header: "10000,0", serverMs: 10_000, clientMs: 0 });
    expect(agreed("0,0")).toEqual({ header: "0,0", serverMs: 0, clientMs: 0 });
    expect(agreed(undefined)).toEqual({ header: "0,0", serverMs: 0, clientMs: 0 });
    expect(negotiateHeartBeats("10000,10000", "1.0")).toEqual({ header: "0,0", serverMs: 0, clientMs: 0 });
  });

  it("agrees so that neither side waits for more than the other sends", () => {
    for (const sends of [0, 1, 5000, 10_000, 45_000]) {
      for (const wants of [0, 1, 5000, 10_000, 45_000]) {
        const { header, serverMs, clientMs } = negotiateHeartBeats(`${sends},${wants}`, "1.2");
        const [promises = 0, expects = 0] = header.split(",").map(Number);
        // By the specification; the client's own beats are answered, so they are the server's too.
        const clientSends = sends > 0 && expects > 0 ? Math.max(sends, expects) : 0;
        const clientHears = wants > 0 && promises > 0 ? Math.max(wants, promises) : 0;
        expect(clientMs).toBe(clientSends);
        expect(clientHears > 0).toBe(wants > 0);
        if (clientHears > 0) expect(serverMs || clientSends).toBeLessThanOrEqual(clientHears);
      }
    }
  });

  it("takes a heart-beat that is none for a fault", () => {
    for (const odd of ["", "10000", "a,b", "-1,0", "1,2,3", "1.5,0", "99999999999,0"]) {
      expect(() => negotiateHeartBeats(odd, "1.2")).toThrow(StompFault);
    }
  });
});
