import { Lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { safeAddress } from "./safe-address.ts";

/** Deeper than this nobody writes on purpose. */
const depthMax = 12;

/**
 * A message's Markdown as React nodes. Nothing in it becomes HTML by itself: tags are shown as they were typed, pictures as links, and addresses are https,
 * http or mailto. `mention` draws `@name`.
 */
export function asReact(source: string, mention: (username: string) => ReactNode): ReactNode {
  const { drawBlocks } = drawing(mention);
  try {
    return drawBlocks(new Lexer({ gfm: true, breaks: true }).lex(source), 0);
  } catch {
    return source;
  }
}

function drawing(mention: (username: string) => ReactNode) {
  const drawBlocks = (tokens: readonly Token[], depth: number): ReactNode =>
    tokens.map((token, index) => <Fragment key={keyOf(token, index)}>{block(token, depth)}</Fragment>);
  const drawInline = (tokens: readonly Token[] | undefined, depth: number): ReactNode =>
    depth > depthMax
      ? (tokens ?? []).map(({ raw }) => raw).join("")
      : (tokens ?? []).map((token, index) => <Fragment key={keyOf(token, index)}>{inline(token, depth + 1)}</Fragment>);

  function block(token: Token, depth: number): ReactNode {
    if (depth > depthMax) return <p>{token.raw}</p>;
    switch (token.type) {
      case "space":
      case "def":
        return null;
      case "code":
        return (
          <pre className="overflow-x-auto rounded-control bg-ink/6 px-3 py-2 text-sm">
            <code>{(token as Tokens.Code).text}</code>
          </pre>
        );
      case "blockquote":
        return (
          <blockquote className="border-l-2 border-edge pl-3 text-quiet">
            {drawBlocks((token as Tokens.Blockquote).tokens, depth + 1)}
          </blockquote>
        );
      case "list":
        return drawList(token as Tokens.List, depth);
      case "heading":
        return <p className="font-semibold">{drawInline((token as Tokens.Heading).tokens, depth)}</p>;
      case "hr":
        return <hr className="border-line" />;
      case "paragraph":
        return <p>{drawInline((token as Tokens.Paragraph).tokens, depth)}</p>;
      case "text":
        return (token as Tokens.Text).tokens === undefined ? words(token.raw) : drawInline((token as Tokens.Text).tokens, depth);
      // Tables and tags stand as they were typed.
      default:
        return <p>{words(token.raw.trim())}</p>;
    }
  }

  function drawList({ ordered, start, items }: Tokens.List, depth: number): ReactNode {
    const drawn = items.map((item, index) => <li key={keyOf(item, index)}>{drawBlocks(item.tokens, depth + 1)}</li>);
    return ordered ? (
      <ol className="list-decimal pl-6" start={typeof start === "number" ? start : 1}>
        {drawn}
      </ol>
    ) : (
      <ul className="list-disc pl-5">{drawn}</ul>
    );
  }

  function inline(token: Token, depth: number): ReactNode {
    switch (token.type) {
      case "strong":
        return <strong className="font-semibold">{drawInline((token as Tokens.Strong).tokens, depth)}</strong>;
      case "em":
        return <em>{drawInline((token as Tokens.Em).tokens, depth)}</em>;
      case "del":
        return <del>{drawInline((token as Tokens.Del).tokens, depth)}</del>;
      case "codespan":
        return <code className="rounded bg-ink/8 px-1 py-0.5 text-[0.92em]">{(token as Tokens.Codespan).text}</code>;
      case "br":
        return <br />;
      case "escape":
        return (token as Tokens.Escape).text;
      case "link":
      case "image":
        return drawLink(token as Tokens.Link | Tokens.Image, depth);
      case "text":
        return words((token as Tokens.Text).text);
      default:
        return words(token.raw);
    }
  }

  function drawLink(token: Tokens.Link | Tokens.Image, depth: number): ReactNode {
    const href = safeAddress(token.href);
    const text = token.type === "link" ? drawInline(token.tokens, depth) : token.text || token.href;
    if (href === undefined) return token.type === "link" ? text : words(token.raw);
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="break-words underline decoration-1 underline-offset-2">
        {text}
      </a>
    );
  }

  /** Plain words with the mentions in them. */
  function words(text: string): ReactNode {
    const parts = text.split(/((?<![\p{L}\p{N}_@])@[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)/u);
    return parts.map((part, index) => {
      const key = `${index} ${part}`;
      return <Fragment key={key}>{index % 2 === 1 ? mention(part.slice(1)) : part}</Fragment>;
    });
  }

  return { drawBlocks };
}

const keyOf = (token: Token, index: number): string => `${index} ${token.type}`;
