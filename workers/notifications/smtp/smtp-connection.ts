import { connect } from "cloudflare:sockets";
import { toBase64 } from "../../platform/digest.ts";
import { MailRefused } from "../mail-refused.ts";
import { requireAddress } from "../mime/headers.ts";
import { judgeReply, type SmtpStep } from "./judge-reply.ts";
import { readReply, type SmtpReply, shownReply } from "./reply.ts";
import type { SmtpAddress } from "./smtp-address.ts";

const encoder = new TextEncoder();

/** How long a server may take to say good-bye. */
const quitPatienceMs = 1000;

/**
 * A conversation with a mail server (RFC 5321), for one mail after another. Whoever uses it says how long anything may take, and closes it: then whatever
 * waits for the server throws.
 */
export class SmtpConnection {
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #decoder = new TextDecoder();
  #received = "";
  #isClean = true;
  #isOpen = true;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
    // Whoever reads hears of it.
    socket.closed.catch(() => {});
    socket.opened.catch(() => {});
  }

  /**
   * Connects, secures the connection and logs in. `ownName`: as whom we greet. `signal` ends the attempt. Throws if any of it fails: then no mail would go.
   */
  static async open({ hostname, port, tls, credentials }: SmtpAddress, ownName: string, signal: AbortSignal): Promise<SmtpConnection> {
    const socket = connect({ hostname, port }, { secureTransport: tls === "atOnce" ? "on" : "starttls", allowHalfOpen: false });
    const connection = new SmtpConnection(socket);
    signal.addEventListener("abort", () => connection.close());
    try {
      await connection.#step("greeting");
      let able = await connection.#hello(ownName);
      if (tls !== "atOnce" && (able.includes("STARTTLS") || tls === "required")) {
        await connection.#secure();
        able = await connection.#hello(ownName);
      }
      if (credentials !== null) await connection.#logIn(credentials, able);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Hands over one mail. Resolves when the server has taken it for good; throws `MailRefused` where it answers for this mail alone. */
  async deliver(from: string, to: string, message: string): Promise<void> {
    const envelope = [`MAIL FROM:<${requireAddress(from)}>`, `RCPT TO:<${requireAddress(to)}>`] as const;
    if (!this.#isClean) await this.#step("reset", "RSET");
    this.#isClean = false;
    await this.#step("sender", envelope[0]);
    await this.#step("recipient", envelope[1]);
    await this.#step("data", "DATA");
    // A line that begins with a dot would end the mail (RFC 5321, section 4.5.2).
    await this.#step("content", `${message.replaceAll(/^\./gm, "..").replace(/(\r\n)?$/, "\r\n")}.`);
    this.#isClean = true;
  }

  /** Ends the conversation as is polite: a connection that is closed before the server has answered looks to it like one that broke. Never throws. */
  async quit(): Promise<void> {
    if (!this.#isOpen) return;
    const farewell = this.#step("quit", "QUIT").catch(() => {});
    await Promise.race([farewell, scheduler.wait(quitPatienceMs)]);
    this.close();
  }

  /** Ends the conversation at once: whatever waits for the server throws. Never throws itself. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close().catch(() => {});
  }

  async #hello(ownName: string): Promise<string[]> {
    const { lines } = await this.#step("hello", `EHLO ${ownName}`);
    return lines.slice(1).map((line) => line.toUpperCase());
  }

  async #secure(): Promise<void> {
    await this.#step("starttls", "STARTTLS");
    // What came before the encryption may be from anybody.
    if (this.#received !== "") throw new Error("the mail server spoke between STARTTLS and TLS");
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    this.#socket = this.#socket.startTls();
    this.#socket.closed.catch(() => {});
    this.#socket.opened.catch(() => {});
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
  }

  /** PLAIN (RFC 4616), else LOGIN, as the server has it. */
  async #logIn({ username, password }: { username: string; password: string }, able: readonly string[]): Promise<void> {
    const ways = able.find((line) => line.startsWith("AUTH "))?.split(" ") ?? [];
    const base64 = (text: string) => toBase64(encoder.encode(text));
    if (ways.includes("PLAIN")) await this.#step("auth", `AUTH PLAIN ${base64(`\0${username}\0${password}`)}`);
    else if (ways.includes("LOGIN")) {
      for (const line of ["AUTH LOGIN", base64(username), base64(password)]) await this.#step("auth", line);
    } else throw new Error("the mail server has no log-in that we know");
  }

  async #step(step: SmtpStep, line?: string): Promise<SmtpReply> {
    if (line !== undefined) await this.#writer.write(encoder.encode(`${line}\r\n`));
    const reply = await this.#reply();
    const verdict = judgeReply(step, reply);
    if (verdict === "ok") return reply;
    const fault = `the mail server answers ${shownReply(reply)} (${step})`;
    throw verdict === "away" ? new Error(fault) : new MailRefused(verdict, fault);
  }

  async #reply(): Promise<SmtpReply> {
    for (;;) {
      const read = readReply(this.#received);
      if (read !== null) {
        this.#received = read.rest;
        return read.reply;
      }
      const { done, value } = await this.#reader.read();
      if (done) throw new Error("the mail server hung up");
      this.#received += this.#decoder.decode(value, { stream: true });
    }
  }
}
