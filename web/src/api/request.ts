import { allDomains, type Domain } from "../domains.ts";
import { endSession, isSignedIn, sessionKnown } from "../session/session.ts";
import { freshToken, tokenAfter } from "../session/token.ts";
import { type Call, dataOf } from "./exchange.ts";
import { ApiFailure, failedWith } from "./failure.ts";
import { sendRaw } from "./send.ts";
import { domainsOnSale } from "./web-config.ts";

/** A request that says who is asking, where somebody is signed in; without a domain, of the account itself. An expired token is renewed once and the request replayed. */
export async function requestRaw(domain: Domain | undefined, path: string, call: Call = {}): Promise<Response> {
  await sessionKnown();
  if (!isSignedIn()) return sendRaw(domain, path, call);
  try {
    const token = await freshToken();
    try {
      return await sendRaw(domain, path, withToken(call, token));
    } catch (error) {
      if (!failedWith(error, "TOKEN_EXPIRED", "TOKEN_INVALID")) throw error;
      return await sendRaw(domain, path, withToken(call, await tokenAfter(token)));
    }
  } catch (error) {
    if (failedWith(error, "SESSION_ENDED", "TOKEN_EXPIRED", "TOKEN_INVALID")) endSession("expired");
    throw error;
  }
}

/** The same; the `data` of its envelope. */
export async function request<Data>(domain: Domain | undefined, path: string, call: Call = {}): Promise<Data> {
  return dataOf<Data>(await requestRaw(domain, path, call));
}

function withToken(call: Call, token: string): Call {
  return { ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } };
}

/** Asks the app of `domain`; where an address does not tell the domain, each app in turn until one knows the thing. */
export async function requestAnywhere<Data>(
  domain: Domain | undefined,
  path: string,
  call: Call = {},
): Promise<{ domain: Domain; data: Data }> {
  const onSale = await domainsOnSale();
  const candidates = domain === undefined ? allDomains.filter((each) => onSale.includes(each)) : [domain];
  let unknown: unknown = new ApiFailure("ROUTE_NOT_FOUND", "Nothing is on sale here yet.", { status: 404 });
  for (const candidate of candidates) {
    try {
      return { domain: candidate, data: await request<Data>(candidate, path, call) };
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
      unknown = error;
    }
  }
  throw unknown;
}
