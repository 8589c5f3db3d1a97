import { AppError } from "../../platform/app-error.ts";
import { requireReachableHost } from "../../platform/outgoing.ts";

/** Where a mail server is and who we are there. */
export interface SmtpAddress {
  hostname: string;
  port: number;
  /** `atOnce`: from the first byte · `required`: after STARTTLS, or not at all · `offered`: after STARTTLS where the server has it. */
  tls: "atOnce" | "required" | "offered";
  credentials: { username: string; password: string } | null;
}

/**
 * The server of SMTP_URL: `smtps://` with TLS from the start (port 465), `smtp://` with STARTTLS (port 587). On a laptop a host that OUTBOUND_ALLOW names with
 * its port may do without TLS. Throws URL_NOT_ALLOWED for what is none, and for a private host.
 */
export function smtpAddressOf(env: Pick<Env, "SMTP_URL" | "ENVIRONMENT" | "OUTBOUND_ALLOW">): SmtpAddress {
  const atOnce = /^smtps:/i.test(env.SMTP_URL);
  // A URL of HTTP's has its host brought into its plain form: `0x7f.1` is 127.0.0.1.
  const url = /^smtps?:\/\//i.test(env.SMTP_URL) ? URL.parse(env.SMTP_URL.replace(/^smtps?:/i, "http:")) : null;
  if (url === null || url.pathname !== "/" || url.search + url.hash !== "")
    throw new AppError("URL_NOT_ALLOWED", { reason: "SMTP_URL is not smtps://user:password@host:port" });
  const { hostname } = url;
  const port = Number(url.port || (atOnce ? 465 : 587));
  const isLocal = requireReachableHost(env, hostname, port) === "locally";
  const [username = "", password = ""] = [url.username, url.password].map(decodeURIComponent);
  return {
    hostname,
    port,
    tls: atOnce ? "atOnce" : isLocal ? "offered" : "required",
    credentials: username === "" ? null : { username, password },
  };
}
