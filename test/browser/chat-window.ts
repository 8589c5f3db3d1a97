import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { logIn, newWindow, password, url, type Window } from "./window.ts";

/** The line to say something in. */
export const composer = (page: Page): Locator => page.getByRole("textbox", { name: /^Message to/ });

/** The message with these words. */
export const bubble = (page: Page, words: string): Locator => page.locator("article", { hasText: words }).last();

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await page.keyboard.press("Enter");
}

/** What stands in the room, from above. */
export const said = (page: Page): Promise<string[]> => page.locator("article .message-text").allInnerTexts();

/** Does something with a message through its menu. */
export async function choose(page: Page, words: string, choice: string): Promise<void> {
  await bubble(page, words).hover();
  await bubble(page, words).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: choice }).click();
}

export async function closeAll(...windows: Window[]): Promise<void> {
  for (const { page } of windows) await page.context().close();
}

export async function signedIn(browser: Browser, who: Person, path: string, options: BrowserContextOptions = {}): Promise<Window> {
  const window = await newWindow(browser, options);
  await window.page.goto(`${url}/login?next=${encodeURIComponent(path)}`);
  await logIn(window.page, who.email);
  await window.page.waitForURL((address) => address.pathname + address.search === path);
  return window;
}

export async function openRoom(browser: Browser, who: Person, roomId: string): Promise<Window> {
  const window = await signedIn(browser, who, `/chat/${roomId}?d=event`);
  await composer(window.page).waitFor();
  return window;
}

export interface Person {
  id: string;
  email: string;
  token: string;
}
export type Api = <Data>(method: string, path: string, body?: object, token?: string) => Promise<Data>;

/** Calls as the pages make them; waits where it was too quick. */
export async function apiOf(): Promise<Api> {
  const { apps } = (await (await fetch(`${url}/web-config`)).json()) as {
    apps: { domain: string; appId: string; publishableKey: string }[];
  };
  const app = apps.find(({ domain }) => domain === "EVENT");
  assert.ok(app);
  return async <Data>(method: string, path: string, body?: object, token?: string): Promise<Data> => {
    for (;;) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          "content-type": "application/json",
          origin: url,
          "x-app-id": app.appId,
          "x-api-key": app.publishableKey,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.status === 429) {
        await answer.body?.cancel();
        await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get("retry-after") ?? 1) * 1000));
        continue;
      }
      const { data, error } = (await answer.json()) as { data: Data; error?: object };
      assert.equal(error, undefined, `${method} ${path} answered ${answer.status} ${JSON.stringify(error)}`);
      return data;
    }
  };
}

export async function person(api: Api, name: string): Promise<Person> {
  const username = `${name.toLowerCase().replace(" ", ".")}.${Date.now()}`;
  const email = `${username}@example.com`;
  const { user, accessToken } = await api<{ user: { id: string }; accessToken: string }>("POST", "/auth/register", {
    email,
    password,
    name,
    username,
  });
  return { id: user.id, email, token: accessToken };
}

export async function makeRoom(api: Api, owner: Person, body: object): Promise<string> {
  const { room } = await api<{ room: { id: string } }>("POST", "/chat/chat-rooms", body, owner.token);
  return room.id;
}
