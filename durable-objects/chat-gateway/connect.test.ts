import { env } from "cloudflare:workers";
import { Versions } from "@stomp/stompjs";
import { describe, expect, it } from "vitest";
import { call, makeApp, makeUser } from "../../test/harness.ts";
import { openRoom } from "../../test/stomp-room.ts";
import { openSocket, rawStomp, stompAs, stompWith, ticketFor, until } from "../../test/stomp-sockets.ts";

const usernameOf = (userId: string) => env.DB.prepare("SELECT username FROM users WHERE id = ?").bind(userId).first<string>("username");

describe("a STOMP client connects", () => {
  it("by a ticket, and is told who it is", async () => {
    const user = await makeUser(await makeApp());
    const { connected } = await stompAs(user);
    expect(connected?.headers).toMatchObject({
      version: "1.2",
      "heart-beat": "0,0",
      server: "marquee",
      "user-name": await usernameOf(user.userId),
      session: expect.any(String),
    });
  });

  it("by the app's headers and a token, in the upgrade or the token in CONNECT", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const authorization = `Bearer ${user.accessToken}`;
    for (const options of [
      { headers: { ...app.serverHeaders, authorization } },
      { headers: app.serverHeaders, connectHeaders: { Authorization: authorization } },
      { headers: app.headers, connectHeaders: { Authorization: authorization } },
    ]) {
      expect((await stompWith(options)).connected?.headers.version).toBe("1.2");
    }
  });

  it("by CONNECT alone: the app, and the person's token or their username with the token as passcode", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const { roomId } = await openRoom(app, [user]);
    const named = { "x-app-id": app.appId, "x-api-key": app.publishableKey };
    const headers = { origin: app.headers.origin ?? "" };
    const login = (await usernameOf(user.userId)) ?? "";
    for (const who of [{ Authorization: `Bearer ${user.accessToken}` }, { login, passcode: user.accessToken }]) {
      const { connected, errors, listen, send } = await stompWith({ headers, connectHeaders: { ...named, ...who } });
      expect([connected?.headers["user-name"], errors]).toEqual([login, []]);
      const heard = await listen(`/topic/chatroom.${roomId}`);
      await send(`/app/chat.send/${roomId}`, { content: "here" });
      await until(() => heard.messages.length === 1);
    }
  });

  it("in every version, with the best subprotocol that it offers, and without any", async () => {
    const user = await makeUser(await makeApp());
    const query = async () => `?ticket=${await ticketFor(user)}`;
    for (const version of ["1.0", "1.1", "1.2"]) {
      const { connected } = await stompAs(user, { versions: new Versions([version]) });
      expect(connected?.headers.version).toBe(version);
    }
    for (const [offer, echoed] of [
      ["v12.stomp, v11.stomp, v10.stomp", "v12.stomp"],
      ["v10.stomp, v11.stomp", "v11.stomp"],
      ["v10.stomp", "v10.stomp"],
      ["mqtt", null],
      [null, null],
    ] as const) {
      const headers: Record<string, string> = offer === null ? {} : { "sec-websocket-protocol": offer };
      const stomp = await rawStomp({ query: await query(), headers });
      expect(stomp.protocol).toBe(echoed);
      stomp.send("CONNECT\naccept-version:1.2\nhost:marquee\n\n\0");
      expect(await stomp.next("CONNECTED")).toContain("version:1.2\n");
    }
  });
});

describe("whoever is nobody", () => {
  const connectBy = async (connectHeaders: Record<string, string>, headers: Record<string, string> = {}) => {
    const { errors, closes, connected } = await stompWith({ headers, connectHeaders });
    expect(connected).toBeNull();
    return [errors[0]?.headers.code, closes.length] as const;
  };

  it("is told in an ERROR frame, and the socket is closed", async () => {
    const [app, other] = [await makeApp(), await makeApp()];
    const [user, stranger] = [await makeUser(app), await makeUser(other)];
    const named = { "x-app-id": app.appId, "x-api-key": app.publishableKey };
    const headers = { origin: app.headers.origin ?? "" };
    const token = `Bearer ${user.accessToken}`;
    for (const [connect, code, upgrade] of [
      [{}, "APP_CREDENTIALS_MISSING"],
      [{ ...named, "x-api-key": other.publishableKey }, "APP_CREDENTIALS_INVALID"],
      [named, "TOKEN_MISSING"],
      [{ ...named, Authorization: "Bearer x.y.z" }, "TOKEN_INVALID"],
      [{ ...named, Authorization: user.accessToken }, "TOKEN_INVALID"],
      [{ ...named, Authorization: `Bearer ${stranger.accessToken}` }, "TOKEN_INVALID"],
      [{ ...named, login: "somebody-else", passcode: user.accessToken }, "TOKEN_INVALID"],
      [{ ...named, Authorization: token }, "ORIGIN_NOT_ALLOWED", { origin: "https://evil.example" }],
      [{ "x-app-id": app.appId, "x-api-key": app.secretKey, Authorization: token }, "ORIGIN_NOT_ALLOWED"],
      [{ "x-app-id": other.appId, Authorization: token }, "APP_CREDENTIALS_INVALID", app.headers],
    ] as const) {
      const [found] = await connectBy({ ...connect }, { ...(upgrade ?? headers) });
      expect([connect, found]).toEqual([connect, code]);
    }
  });

  it("is refused before there is a socket, where the upgrade says who comes", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const ticket = await ticketFor(user);
    await openSocket({ query: `?ticket=${ticket}` });
    for (const [options, expected] of [
      [{ query: `?ticket=${ticket}` }, /401.*TICKET_INVALID/],
      [{ query: "?ticket=x" }, /401.*TICKET_INVALID/],
      [{ headers: { ...app.headers, origin: "https://evil.example" } }, /403.*ORIGIN_NOT_ALLOWED/],
      [{ headers: { ...app.serverHeaders, origin: "https://tickets.example.com" } }, /403.*ORIGIN_NOT_ALLOWED/],
      [{ headers: { ...app.serverHeaders, authorization: "Bearer x" } }, /401.*TOKEN_INVALID/],
      [{ headers: { "x-app-id": app.appId } }, /401.*APP_CREDENTIALS_MISSING/],
    ] as const) {
      await expect(openSocket(options)).rejects.toThrow(expected);
    }
    expect((await call("GET", "/api/v1/ws")).body.error.code).toBe("UPGRADE_REQUIRED");
  });

  it("is told which versions there are, when none is common", async () => {
    const stomp = await rawStomp();
    stomp.send("CONNECT\naccept-version:2.0\nhost:x\n\n\0");
    expect(await stomp.next("ERROR")).toContain("1.0,1.1,1.2");
    expect((await stomp.closed()).code).toBe(1002);
  });
});

describe("a socket whose client does not connect", () => {
  it("must say CONNECT first", async () => {
    const stomp = await rawStomp();
    stomp.send("SUBSCRIBE\nid:0\ndestination:/user/queue/errors\n\n\0");
    expect(await stomp.next("ERROR")).toMatch(/^ERROR\n/);
    expect((await stomp.closed()).code).toBe(1002);
  });

  it("is closed after ten seconds", async () => {
    const stomp = await rawStomp();
    const from = Date.now();
    await expect.poll(() => stomp.closes.length, { timeout: 18_000, interval: 50 }).toBe(1);
    expect(Date.now() - from).toBeGreaterThan(9000);
    expect(stomp.texts()[0]).toContain("no CONNECT in time");
  }, 20_000);
});
