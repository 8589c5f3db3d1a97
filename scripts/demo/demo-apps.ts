import type { Domain } from "../../contracts/tenants.ts";
import { type Api, Refused } from "./api.ts";
import type { DemoApp, DemoState } from "./demo-state.ts";
import { demoApps } from "./programme.ts";

export interface AdminLogIn {
  email: string;
  password: string;
}

/**
 * The demo apps: those of an earlier start where the platform still knows their keys, new ones otherwise. They allow `origins` and are sold
 * by the platform's own web app. Answers whether any is new.
 */
export async function ensureApps(api: Api, state: DemoState, origins: readonly string[], admin: AdminLogIn): Promise<{ anyNew: boolean }> {
  let adminToken: Promise<string> | undefined;
  const asAdmin = async () => {
    adminToken ??= logIn(api, admin);
    return { token: await adminToken };
  };
  let anyNew = false;
  for (const { domain, name } of demoApps) {
    const known = state.apps[domain];
    if (known === undefined || !(await stillKnown(api, known))) {
      state.apps[domain] = await createDemoApp(api, await asAdmin(), { domain, name, origins });
      anyNew = true;
    } else if (!origins.every((origin) => known.origins.includes(origin))) {
      const allowedOrigins = [...new Set([...known.origins, ...origins])];
      await api.call("PATCH", `/admin/apps/${known.appId}`, { ...(await asAdmin()), body: { allowedOrigins } });
      known.origins = allowedOrigins;
    }
  }
  return { anyNew };
}

async function logIn(api: Api, admin: AdminLogIn): Promise<string> {
  try {
    return (await api.call<{ accessToken: string }>("POST", "/admin/login", { body: admin })).accessToken;
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "BAD_CREDENTIALS") throw error;
    throw new Error(
      "The demo data needs the local administrator, and .dev.vars names another one or another password. npm run reset -- --secrets makes both anew.",
    );
  }
}

async function stillKnown(api: Api, { appId, secretKey }: DemoApp): Promise<boolean> {
  try {
    await api.call("GET", "/venues?limit=1", { appId, key: secretKey });
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return false;
    throw error;
  }
}

async function createDemoApp(
  api: Api,
  admin: { token: string },
  { domain, name, origins }: { domain: Domain; name: string; origins: readonly string[] },
): Promise<DemoApp> {
  const made = await api.call<{ app: { appId: string }; publishableKey: string; secretKey: string }>("POST", "/admin/apps", {
    ...admin,
    body: { name, domain, allowedOrigins: origins },
  });
  await api.call("PATCH", `/admin/apps/${made.app.appId}`, { ...admin, body: { webApp: true } });
  return { appId: made.app.appId, publishableKey: made.publishableKey, secretKey: made.secretKey, name, origins: [...origins] };
}
