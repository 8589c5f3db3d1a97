import { type Api, Refused } from "./api.ts";
import type { DemoApp } from "./demo-state.ts";
import { demoDraft, demoOrganizer } from "./programme.ts";

export interface Person {
  email: string;
  password: string;
  name: string;
  username: string;
}

interface SignedIn {
  user: { id: string };
  accessToken: string;
}

/** A new account of the web app, whose access token is good at every app that the web app sells for; an account that there is, is signed in. */
export async function registered(api: Api, app: DemoApp, person: Person): Promise<SignedIn> {
  const visitor = { appId: app.appId, key: app.publishableKey, origin: api.origin };
  try {
    return await api.call<SignedIn>("POST", "/auth/register", { ...visitor, body: person });
  } catch (error) {
    if (!(error instanceof Refused) || !["EMAIL_TAKEN", "USERNAME_TAKEN"].includes(error.code)) throw error;
    const { email, password } = person;
    return api.call<SignedIn>("POST", "/auth/login", { ...visitor, body: { email, password } });
  }
}

/** The demo's organizer, named by every app, with a draft at the first. Answers their token, by which the first app's house puts its plays on. */
export async function nameOrganizer(api: Api, apps: readonly [DemoApp, ...DemoApp[]]): Promise<string> {
  const [first] = apps;
  const { user, accessToken } = await registered(api, first, demoOrganizer);
  for (const { appId, secretKey } of apps) await api.call("PUT", `/organizers/${user.id}`, { appId, key: secretKey });
  const own = { appId: first.appId, key: first.publishableKey, origin: api.origin, token: accessToken };
  const { items } = await api.call<{ items: unknown[] }>("GET", "/events/my/events?limit=1", own);
  if (items.length === 0) await api.call("POST", "/events", { ...own, body: demoDraft });
  return accessToken;
}
