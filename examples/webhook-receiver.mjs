// Hears what a Marquee app tells, and believes nothing that is not signed. WEBHOOK_SECRET=whsec_… npx node examples/webhook-receiver.mjs
// It listens on http://127.0.0.1:9911; docs/webhooks.md says how to register it. To try it with npm start, put OUTBOUND_ALLOW=127.0.0.1:9911 into .dev.vars.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const { WEBHOOK_SECRET, PORT = "9911" } = process.env;
if (!WEBHOOK_SECRET) throw new Error("WEBHOOK_SECRET is what POST /api/v1/webhook-endpoints answered as secret");
const webhook = new Webhook(WEBHOOK_SECRET);
// A message may come twice. A real receiver remembers this where it keeps what it does.
const done = new Set();

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  // The bytes as they came: printed again they would be others.
  const body = Buffer.concat(parts).toString("utf8");
  try {
    const event = webhook.verify(body, request.headers);
    const id = request.headers["webhook-id"];
    if (!done.has(id)) console.log(event.timestamp, event.type, JSON.stringify(event.data));
    done.add(id);
    response.writeHead(204).end();
  } catch (error) {
    console.error(`refused: ${error.message}`);
    response.writeHead(401).end();
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${PORT}`));
