// Chat in a terminal, over STOMP. While npm start runs: npx node examples/stomp-chat.mjs
// It opens a room and says how somebody else joins it. Needs the WebSocket of Node 22 or newer, such as npx node here, which npm ci brings.
import { createInterface } from "node:readline";
import { Client } from "@stomp/stompjs";

const { API = "http://localhost:8787", EMAIL = "demo@marquee.test", PASSWORD = "marquee-demo" } = process.env;
const [app] = (await (await fetch(`${API}/web-config`)).json()).apps;
const credentials = { "x-app-id": app.appId, "x-api-key": app.publishableKey };
async function post(path, body, authorization = "") {
  const headers = { ...credentials, origin: API, "content-type": "application/json", authorization };
  const answer = await (await fetch(`${API}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  if (!answer.success) throw new Error(`${path}: ${answer.error.message}`);
  return answer.data;
}
const logIn = async () => `Bearer ${(await post("/auth/login", { email: EMAIL, password: PASSWORD })).accessToken}`;

const [path, body] = process.argv[2] ? [`/join/${process.argv[2]}`, {}] : ["", { name: "Terminal" }];
const { room } = await post(`/chat/chat-rooms${path}`, body, await logIn());
console.log(`${room.name}. To join: EMAIL=organizer@marquee.test npx node examples/stomp-chat.mjs ${room.id}`);

let seq = 0;
const unsent = new Map();
const client = new Client({
  webSocketFactory: () => new WebSocket(`${API.replace(/^http/, "ws")}/api/v1/ws`, { protocols: ["v12.stomp"], headers: { origin: API } }),
  beforeConnect: async () => {
    // Not everybody should come back in the same second. A token lasts 15 minutes; without one this attempt fails, and another follows.
    client.reconnectDelay = 1000 + 4000 * Math.random();
    client.connectHeaders = { ...credentials, Authorization: await logIn().catch(() => "none") };
  },
  onConnect: () => {
    client.subscribe("/user/queue/errors", ({ body }) => {
      unsent.delete(JSON.parse(body).id);
      console.log(`refused: ${body}`);
    });
    // What was said before comes first, and after a lost connection what was missed.
    client.subscribe(`/topic/chatroom.${room.id}`, ({ body }) => show(JSON.parse(body)), { after: `${seq}` });
    for (const [clientId, content] of unsent) send(clientId, content);
  },
  onStompError: ({ headers, body }) => console.log(`${headers.message}: ${body}`),
});
function show(message) {
  seq = message.seq;
  console.log(`#${seq} ${message.senderId}: ${message.content || message.kind}`);
}
function send(clientId, content) {
  // It is stored when its receipt comes. Until then it is sent again, and the same clientId is one message for ever.
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
