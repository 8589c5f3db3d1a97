// Chat in a terminal, over STOMP. While npm start runs: npx node examples/stomp-chat.mjs
// It opens a room and says how somebody else joins it. What was said before comes first, and after a lost connection what was missed. Needs Node 22 or newer
// for its WebSocket: npx node is the one that npm ci brings. API is another server, EMAIL and PASSWORD are somebody else.
import { createInterface } from "node:readline";
import { Client } from "@stomp/stompjs";

const { API = "http://localhost:8787", EMAIL = "demo@marquee.test", PASSWORD = "marquee-demo" } = process.env;
const [app] = (await (await fetch(`${API}/web-config`)).json()).apps;
const credentials = { "x-app-id": app.appId, "x-api-key": app.publishableKey };
async function post(path, body = {}, token = "") {
  const headers = { ...credentials, origin: API, "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await (await fetch(`${API}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  if (!answer.success) throw new Error(`${path}: ${answer.error.message}`);
  return answer.data;
}
const logIn = () => post("/auth/login", { email: EMAIL, password: PASSWORD });

const { accessToken, user } = await logIn();
const [, , invited] = process.argv;
const { room } = await post(
  invited ? `/chat/chat-rooms/join/${invited}` : "/chat/chat-rooms",
  invited ? {} : { name: "Terminal" },
  accessToken,
);
console.log(`${room.name}. To join: EMAIL=organizer@marquee.test npx node examples/stomp-chat.mjs ${room.id}`);

let seq = 0;
const unsent = new Map();
const client = new Client({
  webSocketFactory: () => new WebSocket(`${API.replace(/^http/, "ws")}/api/v1/ws`, { protocols: ["v12.stomp"], headers: { origin: API } }),
  beforeConnect: async () => {
    // Tokens last 15 minutes, and not everybody should come back in the same second.
    client.connectHeaders = { ...credentials, Authorization: `Bearer ${(await logIn()).accessToken}` };
    client.reconnectDelay = 1000 + 4000 * Math.random();
  },
  onConnect: () => {
    client.subscribe("/user/queue/errors", ({ body }) => console.log(`refused: ${body}`));
    client.subscribe(`/topic/chatroom.${room.id}`, ({ body }) => show(JSON.parse(body)), { after: `${seq}` });
    for (const [clientId, content] of unsent) send(clientId, content);
  },
  onStompError: ({ headers, body }) => console.log(`${headers.message}: ${body}`),
});
function show(message) {
  seq = message.seq;
  console.log(`#${seq} ${message.senderId === user.id ? "you" : message.senderId.slice(-6)}: ${message.content || message.kind}`);
}
function send(clientId, content) {
  // Stored when its receipt comes. Until then it is sent again, and the same clientId is one message for ever.
  client.watchForReceipt(clientId, () => unsent.delete(clientId));
  client.publish({ destination: `/app/chat.send/${room.id}`, body: JSON.stringify({ content, clientId }), headers: { receipt: clientId } });
}
client.activate();
for await (const content of createInterface({ input: process.stdin })) {
  const clientId = crypto.randomUUID();
  unsent.set(clientId, content);
  if (client.connected) send(clientId, content);
}
while (unsent.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
await client.deactivate();
