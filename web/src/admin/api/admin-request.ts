import { type Call, dataOf, exchange } from "../../api/exchange.ts";
import { ApiFailure, failedWith } from "../../api/failure.ts";
import { saveAs } from "../../save-as.ts";
import { adminToken, leaveAdmin } from "./admin-session.ts";

/** One exchange in the administrator's name. `path` is whole: some of it lies outside /api/v1. A token that is over leads to the log-in. */
export async function adminExchange(path: string, call: Call = {}): Promise<Response> {
  const token = adminToken();
  try {
    if (token === null) throw new ApiFailure("TOKEN_EXPIRED", "Your log-in is over. Log in again.", { status: 401 });
    return await exchange(path, { ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } });
  } catch (error) {
    if (failedWith(error, "TOKEN_EXPIRED", "TOKEN_INVALID", "TOKEN_MISSING")) leaveAdmin();
    throw error;
  }
}

/** One request under /api/v1/admin; the `data` of its envelope. */
export async function adminRequest<Data>(path: string, call: Call = {}): Promise<Data> {
  return dataOf<Data>(await adminExchange(`/api/v1/admin${path}`, call));
}

/** Saves a list as a CSV file: the same path and filters, another format. */
export async function downloadCsv(path: string, query: string, name: string): Promise<void> {
  const response = await adminExchange(`/api/v1/admin${path}?${query}${query === "" ? "" : "&"}format=csv`, {
    headers: { accept: "text/csv" },
  });
  saveAs(name, "text/csv", await response.blob());
}

/** `{q: "ada", from: undefined}` → `q=ada`. */
export function queryOf(parts: Record<string, string | number | undefined>): string {
  const given = Object.entries(parts).flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, String(value)]]));
  return new URLSearchParams(given).toString();
}
