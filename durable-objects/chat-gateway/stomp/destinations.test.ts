import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSend, parseSubscribe } from "./destinations.ts";

const id = "room_01K9Z3V6T8W2Y4A6C8E0G2J4M6";
const unknown = { kind: "refused", code: "DESTINATION_UNKNOWN" };
const forbidden = { kind: "refused", code: "DESTINATION_FORBIDDEN" };

describe("destinations", () => {
  it("name what can be listened to, in every spelling", () => {
    expect(
      [`/topic/chatroom.${id}`, `/topic/chat_room/${id}`, `/topic/presence.${id}`, `/topic/command.${id}`].map(parseSubscribe),
    ).toEqual(["room", "room", "presence", "command"].map((kind) => ({ kind, roomId: id })));
    expect(["errors", "heartbeatReply", "notifications"].map((name) => parseSubscribe(`/user/queue/${name}`))).toEqual(
      ["errors", "heartbeatReply", "notifications"].map((name) => ({ kind: "userQueue", name })),
    );
    expect(["a", "seat-map.A_1", "bench/7", "a:b.c"].map((name) => parseSubscribe(`/topic/live.${name}`))).toEqual(
      ["a", "seat-map.A_1", "bench/7", "a:b.c"].map((name) => ({ kind: "live", name })),
    );
  });

  it("name where can be sent to, in every spelling", () => {
    const sent: [string, string][] = [
      ["/app/chat.send/", "chatSend"],
      ["/app/chat.typing/", "typing"],
      ["/app/chat.seen/", "seen"],
      ["/app/unsubscribe/chat_rooms/", "unsubscribeRoom"],
      ["/app/unsubcribe/chat_rooms/", "unsubscribeRoom"],
    ];
    expect(sent.map(([path]) => parseSend(path + id))).toEqual(sent.map(([, kind]) => ({ kind, roomId: id })));
    expect(parseSend("/app/heartbeat")).toEqual({ kind: "heartbeat" });
    expect(parseSend("/topic/live.a")).toEqual({ kind: "live", name: "a" });
  });

  it("that are for the other way, or for somebody else, are forbidden", () => {
    for (const path of [
      `/topic/chatroom.${id}`,
      `/topic/presence.${id}`,
      `/topic/command.${id}`,
      "/user/queue/errors",
      "/user/eve/queue/errors",
    ]) {
      expect([path, parseSend(path)]).toEqual([path, forbidden]);
    }
    for (const path of [
      "/app/heartbeat",
      `/app/chat.send/${id}`,
      "/user/eve/queue/notifications",
      "/topic/*",
      "/topic/chatroom.*",
      "/topic/live.#",
      "/topic/>",
    ]) {
      expect([path, parseSubscribe(path)]).toEqual([path, forbidden]);
    }
  });

  it("that are nothing are unknown", () => {
    const paths = [
      "",
      "/",
      "/topic",
      "/topic/",
      "/topic/chatroom.",
      "/topic/chatroom./",
      `/topic/chatroom/${id}`,
      `/topic/chat_room.${id}`,
    ];
    const more = ["/topic/live.", "/topic/live.a..b", "/topic/live../a", "/topic/live.a.", "/topic/live.a b", "/topic/live.é", "/queue/a"];
    const others = [
      `/topic/chatroom.${"x".repeat(129)}`,
      `/topic/live.${"x".repeat(129)}`,
      `/topic/chatroom.${id}\n`,
      "/user/queue/other",
      " /app/heartbeat",
    ];
    for (const path of [...paths, ...more, ...others]) expect([path, parseSubscribe(path)]).toEqual([path, unknown]);
    for (const path of [
      "",
      "/app",
      "/app/",
      "/app/chat.send",
      "/app/chat.send/",
      "/app/chat.send/a/b",
      "/app/chat.send/..",
      "/queue/a",
      "/topic/live.",
    ]) {
      expect([path, parseSend(path)]).toEqual([path, unknown]);
    }
  });

  it("give ids and names back as they were written, and never anything else", () => {
    const word = fc.array(fc.constantFrom(..."abZ09_-.:/*é \n"), { maxLength: 20 }).map((letters) => letters.join(""));
    fc.assert(
      fc.property(word, (name) => {
        for (const prefix of ["/topic/chatroom.", "/topic/chat_room/", "/topic/presence.", "/topic/command.", "/topic/live."]) {
          const topic = parseSubscribe(prefix + name);
          if ("roomId" in topic) expect([topic.roomId, /^[\w-]+$/.test(name)]).toEqual([name, true]);
          if (topic.kind === "live") expect([topic.name, /^[\w.:/-]+$/.test(name)]).toEqual([name, true]);
        }
        const target = parseSend(`/app/chat.send/${name}`);
        expect(target).toEqual(/^[\w-]+$/.test(name) ? { kind: "chatSend", roomId: name } : unknown);
      }),
      { numRuns: 2000 },
    );
  });
});
