import type { Domain } from "../domains.ts";
import { type Call, dataOf, exchange } from "./exchange.ts";
import { appFor } from "./web-config.ts";

/** One request in the name of the domain's app. Answers the raw response of a success; throws ApiFailure otherwise. */
export async function sendRaw(domain: Domain | undefined, path: string, call: Call = {}): Promise<Response> {
  const app = await appFor(domain);
  return exchange(`/api/v1${path}`, { ...call, headers: { "x-app-id": app.appId, "x-api-key": app.publishableKey, ...call.headers } });
}

/** One request; the `data` of its envelope. */
export async function send<Data>(domain: Domain | undefined, path: string, call: Call = {}): Promise<Data> {
  return dataOf<Data>(await sendRaw(domain, path, call));
}
