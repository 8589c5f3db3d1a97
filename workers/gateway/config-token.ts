import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "../platform/app-error.ts";
import { sameText, sha256 } from "../platform/digest.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * Lets whoever has the configuration token read configurations: as a bearer, or as the password of any user, which is all that a Spring client
 * can send. Where no token is set nobody may. Throws TOKEN_MISSING and TOKEN_INVALID with WWW-Authenticate.
 */
export function configToken(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.get("endpoint").access === "config") {
      const given = tokenOf(c);
      const { CONFIG_TOKEN: token } = c.env;
      // Digests have one length, so that not even that of the token can be told by the time it takes.
      const isGood = given !== null && token !== "" && sameText(await sha256(given), await sha256(token));
      if (!isGood) {
        c.get("headers")["www-authenticate"] = 'Basic realm="configuration", Bearer';
        throw new AppError(given === null ? "TOKEN_MISSING" : "TOKEN_INVALID");
      }
    }
    await next();
  };
}

function tokenOf(c: Context<AppEnv>): string | null {
  const header = c.req.header("authorization");
  if (header === undefined) return null;
  const [, scheme = "", credentials = ""] = /^(Bearer|Basic) +(\S+)$/i.exec(header) ?? [];
  return scheme.toLowerCase() === "basic" ? passwordOf(credentials) : credentials;
}

function passwordOf(credentials: string): string {
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(credentials), (character) => character.charCodeAt(0)));
    return text.slice(text.indexOf(":") + 1);
  } catch {
    return "";
  }
}
