import { type FrontPage, frontPageId } from "../../contracts/front-page.ts";

const text = globalThis.document?.getElementById(frontPageId)?.textContent;

/** What the server put into the first page; undefined on every other page. */
export const frontPage: FrontPage | undefined = text ? JSON.parse(text) : undefined;
