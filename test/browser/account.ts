import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { becomes, codeIn, logIn, mailAbout, newWindow, openBrowser, password, register, url } from "./window.ts";

describe("somebody with an account", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("verifies the address with the code of the welcome mail", async () => {
    const { page, complaints } = await newWindow(browser);
    await page.goto(`${url}/login?next=%2Faccount`);
    const email = await register(page, "Vera Verity");
    await page.getByRole("heading", { name: "Verify your address" }).waitFor();
    await page.getByLabel("Code from the mail").pressSequentially("000000");
    await page.getByText(/^This code is not right/).waitFor();
    assert.equal(complaints.filter((each) => !each.includes("400")).length, 0);

    const code = codeIn(await mailAbout(/Welcome/, email));
    await page.getByLabel("Code from the mail").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole("heading", { name: "Verify your address" }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("heading", { name: "Profile" }).waitFor();
    assert.equal(await page.getByRole("heading", { name: "Verify your address" }).count(), 0);
  });

  it("forgets the password and gets back in with a mailed code", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/login?next=%2Faccount`);
    const email = await register(page, "Felix Forgets");
    await page.getByRole("button", { name: "Log out" }).click();
    await page.goto(`${url}/login`);
    await page.getByLabel("E-mail or username").fill(email);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByRole("button", { name: "Mail me a code" }).click();

    await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
    const code = codeIn(await mailAbout(/Set a new password/, email));
    await page.getByLabel("Code from the mail").fill(code);
    await page.getByLabel("New password", { exact: true }).fill("password1234");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText(/guessed first/).waitFor();
    await page.getByLabel("New password", { exact: true }).fill("quite another sentence");
    await page.getByRole("button", { name: "Change password" }).click();

    await page.getByText("Your password is changed. Log in with the new one.").waitFor();
    await logIn(page, email, "quite another sentence");
    await page.waitForURL(`${url}/`);
    await page.getByText("Account of Felix Forgets").waitFor({ state: "attached" });
  });

  it("changes the profile, and is told where a username is taken", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/login?next=%2Faccount`);
    await register(page, "Petra Profile");
    await page.getByLabel("Username").fill("demo");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("This username is taken. Choose another.").waitFor();

    const username = `petra.${Date.now()}`;
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Name", { exact: true }).fill("Petra Prefers");
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await page.getByRole("button", { name: "Save" }).click();
    assert.deepEqual((await sent).postDataJSON(), { name: "Petra Prefers", username });
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.reload();
    await page.getByText(`@${username}`).waitFor();
    await becomes(() => page.getByLabel("Name", { exact: true }).inputValue(), "Petra Prefers");
  });

  it("ends the session of another window, which is then asked to log in", async () => {
    const here = await newWindow(browser);
    const there = await newWindow(browser, {
      userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
    });
    await here.page.goto(`${url}/login?next=%2Faccount%2Fsessions`);
    const email = await register(here.page, "Selma Sessions");
    await there.page.goto(`${url}/login?next=%2Fbookings`);
    await logIn(there.page, email);
    await there.page.getByRole("heading", { name: "My tickets" }).waitFor();

    await here.page.reload();
    await here.page.getByText("This device", { exact: true }).waitFor();
    await here.page.getByRole("button", { name: "End the session of Safari on iPhone" }).click();
    await here.page.getByText("You are logged in on this device only.").waitFor();
    await there.page.reload();
    await there.page.getByRole("heading", { name: "Log in" }).waitFor();
    await here.page.reload();
    await here.page.getByText("This device", { exact: true }).waitFor();
  });

  it("takes all data along and deletes the account", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/login?next=%2Faccount%2Fdata`);
    const email = await register(page, "Dora Departs");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download", exact: true }).click();
    const stream = await (await download).createReadStream();
    assert.match(Buffer.concat(await stream.toArray()).toString(), new RegExp(email));

    await page.getByRole("button", { name: "Delete account…" }).click();
    const confirm = page.getByLabel(/^Type .* to confirm$/);
    const [, username = ""] = /Type (\S+) to confirm/.exec(await page.getByText(/^Type .* to confirm$/).innerText()) ?? [];
    await confirm.fill("nobody");
    assert.equal(await page.getByRole("button", { name: "Delete for good" }).isDisabled(), true);
    await confirm.fill(username);
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.getByText("Your account is deleted").waitFor();

    await page.goto(`${url}/login`);
    await logIn(page, email, password);
    await page.getByText("No account matches this name and password.").waitFor();
  });
});
