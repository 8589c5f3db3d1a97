import { bearerIn, userOf } from "../identity/user-of.ts";
import { usernameOf } from "../identity/username-of.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx, Tenant } from "../platform/context.ts";
import { proveApp } from "../tenants/prove-app.ts";
import { requireScope } from "../tenants/require-scope.ts";

/** What the upgrade proved already, and against which origin the app is held. */
interface Known {
  tenant: Tenant | null;
  person: { userId: string; sessionId: string } | null;
  upgrade: { origin: string | null; fetchSite: string | null; ownOrigin: string | null };
}

export interface ProvenCaller {
  tenant: Tenant;
  person: { userId: string; sessionId: string };
  /** Null while the database is away. */
  username: string | null;
}

/**
 * Who comes with a CONNECT frame, by its headers and by what the upgrade proved; the two may not contradict each other. `header`: a header of the frame.
 * TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED, SCOPE_MISSING, APP_CREDENTIALS_MISSING, APP_CREDENTIALS_INVALID, APP_INACTIVE, ORIGIN_NOT_ALLOWED.
 */
export async function proveCaller(
  ctx: Pick<Ctx, "db" | "env" | "now">,
  known: Known,
  header: (name: string) => string | undefined,
): Promise<ProvenCaller> {
  const appId = header("x-app-id");
  const shown = { appId, apiKey: header("x-api-key"), ...known.upgrade };
  if (known.tenant !== null && appId !== undefined && appId !== known.tenant.appId) throw new AppError("APP_CREDENTIALS_INVALID");
  const tenant = known.tenant ?? (await proveApp(ctx, shown));
  requireScope(tenant, "chat:read");
  const bearer = bearerIn(header("authorization") ?? header("Authorization"));
  const token = bearer ?? header("passcode");
  const person = token === undefined ? known.person : await userOf(ctx, tenant, token);
  if (person === null) throw new AppError("TOKEN_MISSING");
  if (known.person !== null && known.person.userId !== person.userId) throw new AppError("TOKEN_INVALID");
  const username = await usernameOf(ctx.db, person.userId).catch(() => null);
  // A token is somebody's; another's name beside it is a mistake or worse.
  const login = bearer === undefined && token !== undefined ? header("login") : undefined;
  if (login !== undefined && login.toLowerCase() !== username?.toLowerCase())
    throw new AppError(username === null ? "DEPENDENCY_UNAVAILABLE" : "TOKEN_INVALID");
  return { tenant, person: { userId: person.userId, sessionId: person.sessionId }, username };
}
