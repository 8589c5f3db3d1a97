import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { TakenMail } from "./where.ts";

const byeAfterMs = 200;

/** A mail server that takes everything and says good-bye late. Its mails' `session` says whether the other side was still there for that: `stayed` or `gone`. */
export function slowBye(socket: Socket, taken: TakenMail[]): void {
  const mail: TakenMail = { from: "", to: "", raw: "", session: "stayed" };
  let isData = false;
  socket.once("end", () => {
    mail.session = "gone";
  });
  const say = (line: string) => void socket.write(`${line}\r\n`);
  say("220 slow");
  createInterface({ input: socket }).on("line", (line) => {
    if (isData) {
      if (line !== ".") return;
      isData = false;
      say("250 taken");
    } else if (line === "DATA") {
      isData = true;
      say("354 go on");
    } else if (line === "QUIT") {
      setTimeout(() => {
        taken.push({ ...mail });
        say("221 bye");
        socket.end();
      }, byeAfterMs);
    } else {
      mail.to = /^RCPT TO:<(.+)>/.exec(line)?.[1] ?? mail.to;
      say("250 slow");
    }
  });
}
