/// <reference path="./oidc-provider.d.ts" />
import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A port of this machine that nobody else has, and the server behind it. */
export interface Listening {
  issuer: string;
  /** For OUTBOUND_ALLOW. */
  host: string;
  stop(): Promise<void>;
}

export const loopbackClient = { id: "marquee", secret: "a secret between two programs" };

/**
 * A real OpenID Connect provider on this machine, for tests. Whoever types a name and any password into its form is that person: `ada` has the
 * verified address ada@people.example; `ada~2` is somebody else with the same address; `ada~unverified` has an address that nobody has verified,
 * `ada~silent` tells none. `callbacks`: where it may send browsers back to.
 */
export async function startLoopbackProvider(callbacks: readonly string[]): Promise<Listening> {
  const server = createServer();
  const { issuer, host, stop } = await listening(server);
  const signing = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients: [{ client_id: loopbackClient.id, client_secret: loopbackClient.secret, redirect_uris: [...callbacks] }],
        claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
        findAccount: (_context, id) => ({ accountId: id, claims: () => claimsOf(id) }),
        jwks: { keys: [{ ...signing, use: "sig", alg: "RS256", kid: "loopback" }] },
        cookies: { keys: ["only for tests"] },
        ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
        features: { devInteractions: { enabled: true } },
      }),
  );
  server.on("request", provider.callback());
  return { issuer, host, stop };
}

function claimsOf(id: string): Record<string, unknown> {
  const [name = "", kind] = id.split("~");
  const address = kind === "silent" ? {} : { email: `${name}@people.example`, email_verified: kind !== "unverified" };
  return { sub: id, name: `${name.charAt(0).toUpperCase()}${name.slice(1)} of Loopback`, ...address };
}

/** The package warns at length of what is right for a test: plain http and its own forms. */
function quietly<Made>(make: () => Made): Made {
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function listening(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    issuer: `http://${host}`,
    host,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
