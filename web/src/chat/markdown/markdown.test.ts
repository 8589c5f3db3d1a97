import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { asReact } from "./as-react.tsx";
import { safeAddress } from "./safe-address.ts";

const html = (text: string) => renderToStaticMarkup(asReact(text, (username) => `[${username}]`)).replaceAll(/ class="[^"]*"/g, "");

describe("a message's Markdown", () => {
  it("knows emphasis, code, lists, quotes and line ends", () => {
    expect(html("**bold** *it* ~~no~~ `x < 1`")).toBe("<p><strong>bold</strong> <em>it</em> <del>no</del> <code>x &lt; 1</code></p>");
    expect(html("one\ntwo")).toBe("<p>one<br/>two</p>");
    expect(html("- a\n- b")).toBe("<ul><li>a</li><li>b</li></ul>");
    expect(html("3. a")).toBe('<ol start="3"><li>a</li></ol>');
    expect(html("> said")).toBe("<blockquote><p>said</p></blockquote>");
    expect(html("```\na <b>\n```")).toBe("<pre><code>a &lt;b&gt;</code></pre>");
    expect(html("# Title")).toBe("<p>Title</p>");
  });

  it("leads to other sites without telling them where from, in a window of its own", () => {
    expect(html("[us](https://marquee.example/a?b=1)")).toBe(
      '<p><a href="https://marquee.example/a?b=1" target="_blank" rel="noopener noreferrer nofollow">us</a></p>',
    );
    expect(html("see https://marquee.example")).toContain('<a href="https://marquee.example/"');
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "hello <b onclick=alert(1)>you</b>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    '[x](https://a.example/"onmouseover="alert(1))',
    "<svg/onload=alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
  ])("makes no markup of %j", (text) => {
    const drawn = html(text);
    expect(drawn).not.toMatch(/<(?:script|img|svg|b|iframe)\b/i);
    expect(drawn).not.toMatch(/href="(?!https?:|mailto:)/i);
    expect(drawn.replaceAll(/&quot;/g, "")).not.toMatch(/<[^>]*\son\w+=/i);
  });

  it("shows a picture as a link to it", () => {
    expect(html("![a cat](https://cats.example/1.png)")).toContain('<a href="https://cats.example/1.png"');
    expect(html("![a cat](https://cats.example/1.png)")).not.toContain("<img");
  });

  it("finds mentions in words, but not in code or addresses", () => {
    expect(html("hi @ada, **@grace**!")).toBe("<p>hi [ada], <strong>[grace]</strong>!</p>");
    expect(html("`@ada` a@b.example")).not.toContain("[");
  });

  it.each(["> ".repeat(2000), "[".repeat(5000), "*a ".repeat(1600), "- ".repeat(2000), "`".repeat(5000), "**".repeat(2500)])(
    "survives what is made to choke it (%#)",
    (text) => {
      expect(html(text.slice(0, 5000)).length).toBeLessThan(400_000);
    },
  );
});

describe("an address", () => {
  it("is https, http or mail, and nothing else", () => {
    expect(safeAddress("https://a.example")).toBe("https://a.example/");
    expect(safeAddress("mailto:ada@example.com")).toBe("mailto:ada@example.com");
    for (const bad of [
      "javascript:alert(1)",
      " javascript:1",
      "data:text/html,x",
      "//a.example",
      "/login",
      "vbscript:x",
      "file:///etc/passwd",
    ])
      expect(safeAddress(bad)).toBeUndefined();
  });
});
