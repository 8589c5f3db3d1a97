import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app as worker } from "../workers/app.ts";
import { origin } from "./harness.ts";

const redirectsMax = 12;

interface Page {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

/** As much of a browser as a sign-in needs: cookies by host, redirects, and the only form of a page. Our own origin is the Worker itself. */
export class SmallBrowser {
  readonly #jars = new Map<string, Map<string, string>>();
  readonly #settings: Partial<Env>;

  /** `settings`: what the platform under test has otherwise than the rest of the run. */
  constructor(settings: Partial<Env> = {}) {
    this.#settings = settings;
  }

  /** One request, without following where it leads. */
  async ask(url: string | URL, init: RequestInit = {}): Promise<Page> {
    const target = new URL(url, origin);
    const jar = this.#jars.get(target.host) ?? new Map<string, string>();
    this.#jars.set(target.host, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    if (target.origin === origin) headers.set("cf-connecting-ip", `198.51.100.${Math.floor(Math.random() * 250)}`);
    const request = new Request(target, { ...init, headers, redirect: "manual" });
    const response =
      target.origin === origin
        ? await worker.fetch(request, { ...env, ...this.#settings }, createExecutionContext())
        : await fetch(request);
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return { url: target, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Follows redirects until there are none, or until one leads to a page that begins with `until`, which is not asked for. */
  async open(url: string | URL, until: string, init: RequestInit = {}): Promise<Page> {
    let page = await this.ask(url, init);
    for (let n = 0; n < redirectsMax; n++) {
      const to = page.headers.get("location");
      if (to === null) return page;
      const next = new URL(to, page.url);
      if (next.href.startsWith(until)) return { ...page, url: next };
      page = await this.ask(next);
    }
    throw new Error("this goes round in circles");
  }

  /** Sends the page's form with these fields besides its hidden ones. */
  submit(page: Page, fields: Record<string, string>, until: string): Promise<Page> {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`no form at ${page.url}: ${page.status} ${page.text.slice(0, 500)}`);
    const body = new URLSearchParams(fields);
    for (const [, name = "", value = ""] of page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
      body.set(name, value);
    return this.open(new URL(action, page.url), until, { method: "POST", body });
  }

  /** A JSON request of a page of ours; the `data` of its answer, or the `error`. */
  async post(path: string, headers: Record<string, string>, body: unknown) {
    const {
      status,
      text,
      headers: received,
    } = await this.ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status, headers: received, body: JSON.parse(text) };
  }

  forgetCookies(): void {
    this.#jars.clear();
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
  if (gone) jar.delete(name);
  else jar.set(name, pair.slice(at + 1));
}
