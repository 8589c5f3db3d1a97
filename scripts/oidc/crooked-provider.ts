import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CrookedCode } from "./crooked-code.ts";
import { type Listening, listening } from "./loopback-provider.ts";

/**
 * A provider that says and does whatever the code that it is given asks for: what a real one never does, for tests of what we then do. Its paths
 * below /away and /elsewhere answer 503, and a discovery document of another issuer.
 */
export async function startCrookedProvider(): Promise<Listening> {
  const server = createServer();
  const { issuer, host, stop } = await listening(server);
  const [own, foreign] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: "own", alg: "ES256", use: "sig" }];
  const told = new Map<string, Record<string, unknown>>();
  server.on("request", (request, response) => {
    void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return { issuer, host, stop };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const path = request.url ?? "/";
    if (path.startsWith("/away/")) return void json({ error: "temporarily_unavailable" }, 503);
    if (path.endsWith("/.well-known/openid-configuration")) {
      return void json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["ES256"],
        token_endpoint_auth_methods_supported: ["client_secret_post"],
        authorization_response_iss_parameter_supported: true,
      });
    }
    if (path === "/jwks") return void json({ keys });
    if (path === "/userinfo") return void json(told.get((request.headers.authorization ?? "").replace("Bearer ", "")) ?? {});
    if (path !== "/token") return void json({}, 404);
    const form = new URLSearchParams(await textOf(request));
    const code: CrookedCode = JSON.parse(Buffer.from(form.get("code") ?? "", "base64url").toString());
    if (code.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, code.delay));
    if (code.status !== undefined)
      return void response
        .writeHead(code.status, { "content-type": "application/json" })
        .end((code.body ?? "{}") + " ".repeat(code.padding ?? 0));
    const accessToken = crypto.randomUUID();
    told.set(accessToken, code.userinfo ?? {});
    json({ access_token: accessToken, token_type: "Bearer", expires_in: 60, id_token: await idToken(code) });
  }

  async function idToken({ claims = {}, header = {}, key = "own" }: CrookedCode): Promise<string> {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    if (key === "nobody") return `${part({ alg: "none", ...header })}.${part(claims)}.`;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "own", ...header })
      .sign(key === "own" ? own.privateKey : foreign.privateKey);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
