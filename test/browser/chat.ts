import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page, WebSocketRoute } from "playwright-core";
import {
  type Api,
  apiOf,
  bubble,
  choose,
  closeAll,
  composer,
  makeRoom,
  openRoom,
  type Person,
  person,
  said,
  say,
  signedIn,
} from "./chat-window.ts";
import { becomes, openBrowser, url } from "./window.ts";

const manyMessages = 300;

describe("the chat", () => {
  let browser: Browser;
  let api: Api;
  let ada: Person;
  let ben: Person;
  before(async () => {
    browser = await openBrowser();
    api = await apiOf();
    ada = await person(api, "Ada Adler");
    ben = await person(api, "Ben Bauer");
  });
  after(() => browser.close());

  it("carries words, answers, reactions, edits and deletions between two people", async () => {
    const roomId = await makeRoom(api, ada, { name: "Row B", memberIds: [ben.id] });
    const a = await openRoom(browser, ada, roomId);
    const b = await openRoom(browser, ben, roomId);
    await say(a.page, "Is anybody else in **row B**?");
    await bubble(b.page, "Is anybody else in row B?").waitFor();
    assert.equal(await b.page.locator("article strong").innerText(), "row B");

    await choose(b.page, "Is anybody else in row B?", "Reply");
    await say(b.page, "Yes, B7");
    await bubble(a.page, "Yes, B7").getByText("Ada Adler").waitFor({ state: "detached" });
    await bubble(a.page, "Yes, B7").getByText("Is anybody else in row B?").waitFor();

    await bubble(a.page, "Yes, B7").hover();
    await bubble(a.page, "Yes, B7").getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "React with 👍" }).click();
    await bubble(b.page, "Yes, B7")
      .getByRole("button", { name: /👍 1: Ada Adler/ })
      .waitFor();

    await choose(b.page, "Yes, B7", "Edit");
    await composer(b.page).fill("Yes, B8");
    await b.page.keyboard.press("Enter");
    await bubble(a.page, "Yes, B8").getByText("edited").waitFor();

    await choose(a.page, "Is anybody else in row B?", "Delete");
    await a.page.getByRole("dialog", { name: "Delete this message?" }).getByRole("button", { name: "Delete" }).click();
    for (const { page } of [a, b]) await page.getByText("Message deleted").first().waitFor();
    await becomes(() => said(b.page), await said(a.page));
    assert.deepEqual([...a.complaints, ...b.complaints], []);
    await closeAll(a, b);
  });

  it("keeps what somebody writes without a connection, and both see the same when they are back", async () => {
    const roomId = await makeRoom(api, ada, { name: "On the way", memberIds: [ben.id] });
    const a = await openRoom(browser, ada, roomId);
    const b = await openRoom(browser, ben, roomId);
    await say(a.page, "first");
    await bubble(b.page, "first").waitFor();

    await b.page.context().setOffline(true);
    await say(b.page, "in the tunnel");
    await say(b.page, "still in the tunnel");
    await b.page.getByText("2 messages wait to be sent").waitFor();
    await say(a.page, "Where are you?");
    await bubble(a.page, "Where are you?").waitFor();

    await b.page.context().setOffline(false);
    await bubble(a.page, "still in the tunnel").waitFor();
    await bubble(b.page, "Where are you?").waitFor();
    await b.page.locator("[data-unsent]").first().waitFor({ state: "detached" });
    const expected = ["first", "Where are you?", "in the tunnel", "still in the tunnel"];
    await becomes(() => said(a.page), expected);
    await becomes(() => said(b.page), expected);

    // A tab that dies with something unsent leaves it to the next one.
    const context = b.page.context();
    await context.setOffline(true);
    await say(b.page, "from the tab that died");
    await b.page.getByText("One message waits to be sent").waitFor();
    await b.page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${url}/chat/${roomId}?d=event`);
    await bubble(a.page, "from the tab that died").waitFor();
    await again.locator("[data-unsent]").first().waitFor({ state: "detached" });
    await becomes(() => said(a.page), [...expected, "from the tab that died"]);
    await becomes(() => said(again), [...expected, "from the tab that died"]);
    await closeAll(a, b);
  });

  it("shows everybody the same, however often the connection is cut", async () => {
    const roomId = await makeRoom(api, ada, { name: "Loose cable", memberIds: [ben.id] });
    const b = await signedIn(browser, ben, "/chat?d=event");
    let ends: WebSocketRoute[] = [];
    let cuts = 0;
    await b.page.routeWebSocket(/\/api\/v1\/ws/, (route) => {
      ends = [route, route.connectToServer()];
    });
    await b.page.goto(`${url}/chat/${roomId}?d=event`);
    await composer(b.page).waitFor();
    for (let count = 1; count <= 24; count++) {
      await api("POST", "/messages", { chatRoomId: roomId, content: `ada ${count}`, clientId: `cut-${count}` }, ada.token);
      if (count % 3 === 0) await say(b.page, `ben ${count}`);
      if (count % 4 !== 0 || ends.length === 0) continue;
      for (const end of ends) await end.close({ code: 4000, reason: "cut" });
      ends = [];
      cuts++;
    }
    assert.ok(cuts > 0);
    // What is written last is seen by whoever wrote it, whatever came meanwhile: they were at the end.
    await bubble(b.page, "ben 24").getByLabel("Sent").waitFor();
    await becomes(() => b.page.locator("[data-unsent]").count(), 0);
    await bubble(b.page, "ada 24").waitFor();
    await b.page.getByRole("button", { name: /Jump to latest/ }).waitFor({ state: "detached" });
    const { data } = await api<{ data: { content: string }[] }>("GET", `/messages?chatRoomId=${roomId}&limit=100`, undefined, ada.token);
    const inRoom = data.map(({ content }) => content);
    assert.equal(inRoom.length, 32);
    assert.deepEqual(
      inRoom.filter((words) => words.startsWith("ben")),
      [3, 6, 9, 12, 15, 18, 21, 24].map((count) => `ben ${count}`),
    );
    await becomes(() => allSaid(b.page), inRoom);
    await b.page.context().close();
  });

  it("counts in a second tab what is not read, and forgets it when the first one has read it", async () => {
    const roomId = await makeRoom(api, ada, { name: "Badges", memberIds: [ben.id] });
    const a = await openRoom(browser, ada, roomId);
    const first = await signedIn(browser, ben, "/chat?d=event");
    const second = await first.page.context().newPage();
    await second.goto(`${url}/chat?d=event`);
    const row = (page: Page) => page.getByRole("link", { name: /Badges/ });
    await row(second).waitFor();
    await say(a.page, "one");
    await say(a.page, "two");
    await row(second).getByText("2 unread").waitFor();
    await second.waitForFunction(() => document.title.startsWith("(2) "));
    await row(first.page).click();
    await bubble(first.page, "two").waitFor();
    await first.page.getByText("New", { exact: true }).waitFor();
    await row(second).getByText("unread").waitFor({ state: "detached" });
    await bubble(a.page, "two").getByText("Seen by Ben Bauer").waitFor({ state: "attached" });
    assert.deepEqual([...a.complaints, ...first.complaints], []);
    await closeAll(a, first);
  });

  it("scrolls up through three hundred messages without a jump, and back to the latest", async () => {
    const roomId = await makeRoom(api, ada, { name: "Long", memberIds: [ben.id] });
    await fill(api, roomId, [ada, ben]);
    const { page, complaints } = await openRoom(browser, ada, roomId);
    await bubble(page, `Message ${manyMessages}:`).waitFor();
    const { seqs, worstJumpPx } = await scrollToTop(page);
    assert.deepEqual(
      seqs,
      Array.from({ length: manyMessages }, (_, index) => index + 1),
    );
    assert.ok(worstJumpPx <= 3, `what was read moved by ${worstJumpPx} px`);
    await page.getByRole("button", { name: /Jump to latest/ }).click();
    await bubble(page, `Message ${manyMessages}:`).waitFor();
    await page.goto(`${url}/chat/${roomId}?d=event&message=m${await idOf(api, ada, roomId, 40)}`);
    await bubble(page, "Message 40:").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("can be used with the keyboard alone", async () => {
    await makeRoom(api, ada, { name: "Also by keys" });
    const roomId = await makeRoom(api, ada, { name: "By keys", memberIds: [ben.id] });
    const { page, complaints } = await openRoom(browser, ada, roomId);
    // Whoever opens a room writes at once.
    await becomes(() => composer(page).evaluate((field) => field === document.activeElement), true);
    await page.keyboard.type("Hello @be");
    await page.getByRole("option", { name: /Ben Bauer/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await bubble(page, "second line").getByLabel("Sent").waitFor();
    assert.match((await said(page))[0] ?? "", /^Hello @ben\.bauer\.\d+\s+second line$/);
    await page.keyboard.type("one more");
    await page.keyboard.press("Enter");
    await bubble(page, "one more").getByLabel("Sent").waitFor();

    // The last of one's own is changed from the empty line.
    await page.keyboard.press("ArrowUp");
    await page.keyboard.type(", changed");
    await page.getByText("Edit message").waitFor();
    await page.keyboard.press("Enter");
    await bubble(page, "one more, changed").getByText("edited").waitFor();

    // One message takes the focus; arrows go on from it, Enter opens what can be done, R answers.
    const focused = page.locator("article:focus");
    await page.locator('article[tabindex="0"]').focus();
    await page.keyboard.press("ArrowUp");
    await focused.getByText("second line").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Reply" }).waitFor();
    await page.keyboard.press("Escape");
    await focused.getByText("second line").waitFor();
    await page.keyboard.press("r");
    await page.getByText("Reply to yourself").waitFor();
    await page.keyboard.type("answered");
    await page.keyboard.press("Enter");
    await bubble(page, "answered").getByRole("button", { name: /You/ }).waitFor();

    // The next room of the list, and back to what was begun in this one; then one that is looked for.
    await page.keyboard.type("half a thought");
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { level: 1, name: "Also by keys" }).waitFor();
    await page.getByRole("link", { name: /By keys.*Draft: half a thought/ }).waitFor();
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByRole("heading", { level: 1, name: "By keys", exact: true }).waitFor();
    assert.equal(await composer(page).inputValue(), "half a thought");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("also by");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Also by keys" }).waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("lets two people talk alone, and finds what was said", async () => {
    const roomId = await makeRoom(api, ada, { name: "Where they met", memberIds: [ben.id] });
    const a = await openRoom(browser, ada, roomId);
    const b = await signedIn(browser, ben, "/chat?d=event");
    await b.page.getByRole("link", { name: /Where they met/ }).waitFor();
    await a.page.getByRole("button", { name: "Members and settings" }).click();
    await a.page.getByRole("button", { name: "What to do about Ben Bauer" }).click();
    await a.page.getByRole("menuitem", { name: "Message" }).click();
    await a.page.getByRole("heading", { level: 1, name: "Ben Bauer" }).waitFor();
    await say(a.page, "Only for you: the balcony");
    await b.page.getByRole("link", { name: /^(online )?Ada Adler/ }).click();
    await bubble(b.page, "Only for you").waitFor();
    await b.page.getByText("Online", { exact: true }).waitFor();
    await composer(b.page).pressSequentially("I will");
    await a.page.getByRole("heading", { name: "Ben Bauer" }).waitFor();
    await a.page.getByText("Ben Bauer is writing…").waitFor();

    // The archive knows it a moment after the room.
    await a.page.getByRole("searchbox", { name: "Search rooms and messages" }).fill("balc");
    const hit = a.page.getByRole("region", { name: "Messages" }).getByRole("link", { name: /the balcony/ });
    for (let attempt = 0; attempt < 20 && (await hit.count()) === 0; attempt++) {
      await a.page.getByRole("searchbox", { name: "Search rooms and messages" }).fill(attempt % 2 === 0 ? "balco" : "balc");
      await a.page.waitForTimeout(800);
    }
    await hit.click();
    await a.page.waitForURL(/message=m\d+/);
    assert.deepEqual([...a.complaints, ...b.complaints], []);
    await closeAll(a, b);
  });

  it("lets somebody into a private room by a link, and nobody without", async () => {
    const roomId = await makeRoom(api, ada, { name: "Backstage", visibility: "PRIVATE" });
    const a = await openRoom(browser, ada, roomId);
    await a.page.getByRole("button", { name: "Members and settings" }).click();
    await a.page.getByRole("button", { name: "Invite" }).click();
    await a.page.getByRole("button", { name: "Make a link" }).click();
    const link = await a.page.getByText(/invite=/).innerText();
    await a.page.keyboard.press("Escape");

    const b = await signedIn(browser, ben, `/chat/${roomId}?d=event`);
    await b.page.getByText("Ask one of its owners or moderators for an invitation").waitFor();
    await b.page.goto(link);
    await b.page.getByRole("button", { name: "Join the room" }).click();
    await a.page.getByText("Ben Bauer came in").first().waitFor();
    await say(b.page, "Thank you");
    await bubble(a.page, "Thank you").waitFor();
    await closeAll(a, b);
  });

  it("obeys moderators: who is muted cannot write, who is removed reads no more", async () => {
    const roomId = await makeRoom(api, ada, { name: "Order", memberIds: [ben.id] });
    const a = await openRoom(browser, ada, roomId);
    const b = await openRoom(browser, ben, roomId);
    await composer(b.page).waitFor();
    await a.page.getByRole("button", { name: "Members and settings" }).click();
    const about = async (choice: string) => {
      await a.page.getByRole("button", { name: "What to do about Ben Bauer" }).click();
      await a.page.getByRole("menuitem", { name: choice }).click();
    };
    await about("Mute for an hour");
    await b.page.getByText("You may write again").waitFor();
    await a.page.getByText("Muted").waitFor();
    await about("Let speak again");
    await composer(b.page).waitFor();
    await about("Remove from room");
    await b.page.getByText("A moderator took you out").waitFor();
    await say(a.page, "Only for those who are here");
    await bubble(a.page, "Only for those who are here").waitFor();
    assert.equal(await bubble(b.page, "Only for those who are here").count(), 0);
    await b.page.getByRole("button", { name: "Join the room" }).click();
    await bubble(b.page, "Only for those who are here").waitFor();
    assert.deepEqual(a.complaints, []);
    await closeAll(a, b);
  });

  it("is one pane at a time on a phone, with a way back and nothing beside the screen", async () => {
    const roomId = await makeRoom(api, ada, { name: "In the pocket", memberIds: [ben.id] });
    const phone = await signedIn(browser, ada, "/chat?d=event", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { page } = phone;
    await page.getByRole("link", { name: /In the pocket/ }).click();
    await say(page, "a word that-is-very-long-".repeat(12));
    await page.getByRole("article").first().waitFor();
    const beside = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await becomes(beside, 0);
    await page.getByRole("button", { name: "Members and settings" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await becomes(beside, 0);
    await page.getByRole("button", { name: "Close members" }).click();
    await page.getByRole("link", { name: "All rooms" }).click();
    await page.waitForURL(/\/chat\?/);
    await page.getByRole("link", { name: /In the pocket/ }).waitFor();
    await composer(page).waitFor({ state: "detached" });
    assert.ok(roomId.startsWith("room_"));
    assert.deepEqual(phone.complaints, []);
    await page.context().close();
  });
});

/** The same of a room that is higher than the screen: what is not drawn is scrolled to. */
async function allSaid(page: Page): Promise<string[]> {
  const bySeq = new Map<number, string>();
  const log = page.getByRole("log", { name: "Messages" });
  for (let above = 0; above < 4000; above += 300) {
    await log.evaluate((element, top) => element.scrollTo({ top }), above);
    await page.waitForTimeout(60);
    const drawn = await page
      .locator("article")
      .evaluateAll((rows) =>
        rows.map((row): [number, string] => [
          Number(row.getAttribute("data-seq")),
          row.querySelector<HTMLElement>(".message-text")?.innerText ?? "",
        ]),
      );
    for (const [seq, words] of drawn) bySeq.set(seq, words);
  }
  return [...bySeq].sort(([a], [b]) => a - b).map(([, words]) => words);
}

/**
 * Scrolls up step by step. Each step must move what is read by just that step, whatever is loaded above meanwhile. Answers which messages were drawn, and by
 * how many pixels a step was missed at worst.
 */
function scrollToTop(page: Page): Promise<{ seqs: number[]; worstJumpPx: number }> {
  return page.evaluate(async () => {
    const log = document.querySelector('[role="log"][aria-label="Messages"]');
    if (log === null) throw new Error("There is no list of messages");
    const frames = async (count: number) => {
      for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
    };
    const rows = () => [...log.querySelectorAll<HTMLElement>("article")];
    const topOf = (row: Element) => row.getBoundingClientRect().top;
    const seen = new Set<number>();
    let worstJumpPx = 0;
    await frames(5);
    for (let step = 0; step < 400 && !(seen.has(1) && log.scrollTop === 0); step++) {
      for (const row of rows()) seen.add(Number(row.dataset.seq));
      // As a wheel does it: between two frames and not within one.
      await new Promise((resolve) => setTimeout(resolve));
      const middle = topOf(log) + log.clientHeight / 2;
      const row = rows().find((each) => topOf(each) > middle);
      const seq = row?.dataset.seq;
      if (row === undefined) throw new Error("Nothing is drawn in the middle");
      const before = topOf(row);
      const wanted = Math.min(120, log.scrollTop);
      log.scrollTop -= wanted;
      await frames(3);
      const after = log.querySelector(`article[data-seq="${seq}"]`);
      if (after === null) throw new Error(`Message ${seq} is gone from the screen`);
      // At the very top there may be nothing above yet: a step that could not be made is none.
      worstJumpPx = Math.max(worstJumpPx, Math.abs(topOf(after) - before - wanted));
      if (wanted === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { seqs: [...seen].sort((a, b) => a - b), worstJumpPx: Math.round(worstJumpPx) };
  });
}

/** Three hundred messages of different lengths, by both in turns. */
async function fill(api: Api, roomId: string, people: readonly Person[]): Promise<void> {
  for (let count = 1; count <= manyMessages; count++) {
    const content = `Message ${count}: ${"and so on, ".repeat((count * 7) % 23)}`.trim();
    const { token } = people[count % people.length] ?? { token: "" };
    await api("POST", "/messages", { chatRoomId: roomId, content, clientId: `many-${count}` }, token);
  }
}

async function idOf(api: Api, who: Person, roomId: string, seq: number): Promise<string> {
  const path = `/messages?chatRoomId=${roomId}&type=NEWER&limit=${seq}`;
  const { data } = await api<{ data: { id: string; seq: number }[] }>("GET", path, undefined, who.token);
  return data.find((message) => message.seq === seq)?.id ?? "";
}
