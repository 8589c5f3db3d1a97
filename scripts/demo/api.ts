interface Call {
  key?: string;
  appId?: string;
  token?: string;
  body?: unknown;
  /** Sent as a browser of the web app would send it. */
  origin?: string;
}

/** A refusal of the API, in the API's own words. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(call: string, status: number, code: string, message: string) {
    super(`${call} answered ${status} ${code}: ${message}`);
    this.name = "Refused";
    this.status = status;
    this.code = code;
  }
}

/** Calls to the platform's public API, the only way in which the demo data gets there. */
export class Api {
  readonly origin: string;

  /** `origin`: where the platform runs, e.g. `http://localhost:8787`. */
  constructor(origin: string) {
    this.origin = origin;
  }

  /** The `data` of the answer, which the API's contract says to be a `Data`. Throws Refused. */
  async call<Data>(method: "GET" | "POST" | "PUT" | "PATCH", path: string, { key, appId, token, body, origin }: Call = {}): Promise<Data> {
    const response = await politely(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(appId && { "x-app-id": appId }),
        ...(key && { "x-api-key": key }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...(origin && { origin }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = readJson(text);
    if (response.ok && answer?.success === true) return answer.data as Data;
    const { code = "UNREADABLE", message = text.slice(0, 300) } = answer?.error ?? {};
    throw new Refused(`${method} ${path}`, response.status, code, message);
  }
}

const attemptsMax = 20;

/** Waits as long as it is told to where it was too quick. */
async function politely(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, init);
    if (response.status !== 429 || attempt === attemptsMax) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get("retry-after") ?? 1) * 1000));
  }
}

interface Answer {
  success?: boolean;
  data?: unknown;
  error?: { code?: string; message?: string };
}

function readJson(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}
