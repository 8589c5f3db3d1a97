/** How a socket is opened, spoken to and read, without parsing more than must be: the clients' processor time is taken from the servers'. */
export interface Dialect {
  protocols: string[];
  /** What is said as soon as the socket is open, and after each frame that `greets` answers with more to say. */
  hello(seat: Seat): string | null;
  /** A frame on the way to being a listener: what to say next, or `true` if the socket listens from here on. Null: none of these. */
  greets(text: string, seat: Seat): string | true | null;
  say(seat: Seat, turn: number, content: string): string;
  /** The turns that this frame says are taken. */
  acked(text: string): number[];
  /** Whether something was refused. */
  refuses(text: string): boolean;
  /** A sign of life. `answers`: to which frame of the server; null: every ten seconds, unasked. */
  beat: { says: string; answers: string | null };
}

/** Where one member of a room sits. `destination` and `sendsTo`: the room as the protocol names it. */
export interface Seat {
  url: string;
  headers: Record<string, string>;
  userId: string;
  roomId: string;
  /** What CONNECT carries. */
  connect?: Record<string, string>;
  sendsTo?: string;
  /** SEND carries the whole message: a broker makes none. */
  wholeMessage?: boolean;
}

export type DialectName = "room" | "stomp" | "socket.io";

/** JSON frames of one room: ours, and those of the plain `ws` server. */
const room: Dialect = {
  protocols: [],
  hello: () => null,
  greets: () => true,
  say: (_, turn, content) => `{"type":"send","content":"${content}","clientId":"${turn}"}`,
  acked: (text) => (text.includes('"type":"ack"') ? turnsIn(text, /"type":"ack","clientId":"(\d+)"/g) : []),
  refuses: (text) => text.includes('"type":"error"'),
  beat: { says: "ping", answers: null },
};

/** STOMP 1.2, with a receipt for every SEND. */
const stomp: Dialect = {
  protocols: ["v12.stomp"],
  hello: ({ connect }) => frame("CONNECT", { "accept-version": "1.2", host: "/", "heart-beat": "10000,10000", ...connect }),
  greets: (text, { roomId }) => {
    if (text.startsWith("CONNECTED")) return frame("SUBSCRIBE", { id: "s", destination: `/topic/chatroom.${roomId}`, receipt: "s" });
    return text.startsWith("RECEIPT") ? true : null;
  },
  say: ({ sendsTo = "", wholeMessage, roomId, userId }, turn, content) => {
    const body = wholeMessage
      ? `{"id":"${268_435_456_000_000_000n + BigInt(turn)}","seq":${turn},"roomId":"${roomId}","senderId":"${userId}","content":"${content}","type":"GROUP","kind":"TEXT","clientId":"${turn}","timestamp":"${new Date().toISOString()}"}`
      : `{"content":"${content}","clientId":"${turn}"}`;
    const headers = {
      destination: sendsTo,
      receipt: String(turn),
      "content-type": "application/json",
      "content-length": String(body.length),
    };
    return frame("SEND", headers, body);
  },
  acked: (text) => (text.startsWith("RECEIPT") ? turnsIn(text, /receipt-id:(\d+)/g) : []),
  refuses: (text) => text.startsWith("ERROR"),
  beat: { says: "\n", answers: null },
};

/** Socket.IO 4 over Engine.IO 4, WebSocket from the beginning. */
const socketIo: Dialect = {
  protocols: [],
  hello: () => null,
  greets: (text, { roomId, userId }) => {
    if (text.startsWith("0{")) return `40${JSON.stringify({ roomId, userId })}`;
    return text.startsWith("40") ? true : null;
  },
  say: (_, turn, content) => `42${turn}["send",{"content":"${content}","clientId":"${turn}"}]`,
  acked: (text) => (text.startsWith("43") ? turnsIn(text, /^43(\d+)\[/g) : []),
  refuses: (text) => text.startsWith("44") || text.startsWith("41"),
  beat: { says: "3", answers: "2" },
};

export const dialects: Record<DialectName, Dialect> = { room, stomp, "socket.io": socketIo };

const turnsIn = (text: string, pattern: RegExp): number[] => Array.from(text.matchAll(pattern), ([, turn]) => Number(turn));

function frame(command: string, headers: Record<string, string>, body = ""): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  return `${command}\n${lines.join("")}\n${body}\0`;
}

const mark = '"content":"';

/** The turns of the messages in a frame, one after another. Their text begins with their turn and a bar. */
export function eachTurn(text: string, take: (turn: number) => void): void {
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) {
    let turn = 0;
    let place = at + mark.length;
    let digit = text.charCodeAt(place) - 48;
    while (digit >= 0 && digit <= 9) {
      turn = turn * 10 + digit;
      digit = text.charCodeAt(++place) - 48;
    }
    if (text[place] === "|") take(turn);
  }
}

const filler = "and then somebody said that the second half is even better than the first, so do not leave early";

/** A message of about a hundred characters that says which one it is. */
export const contentOf = (turn: number): string => `${turn}|${filler}`;
