import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, jwtVerify } from "jose";
import type { Read } from "./decide-offline.ts";

/** What a scanned or typed text says, held against these keys of `/.well-known/jwks.json`. Whether its time is over is for the caller to judge. */
export async function readCode(text: string, keys: JSONWebKeySet): Promise<Read> {
  const code = text.trim();
  if (/^tkt_[0-9A-Za-z_]{30,120}$/.test(code)) return { kind: "typed", ticketId: code };
  try {
    const { kid } = decodeProtectedHeader(code);
    if (!keys.keys.some((key) => key.kid === kid)) return { kind: "unknownKey" };
    const { payload } = await jwtVerify(code, createLocalJWKSet(keys), {
      algorithms: ["ES256"],
      typ: "ticket+jwt",
      issuer: "marquee",
      audience: "gate",
      requiredClaims: ["jti", "sho", "exp"],
      currentDate: new Date(0),
    });
    const { jti = "", sho, seat, exp = 0 } = payload;
    return { kind: "genuine", ticketId: jti, showtimeId: String(sho), seat: typeof seat === "string" ? seat : "", expiresAtMs: exp * 1000 };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return { kind: "nothing" };
    throw error;
  }
}
