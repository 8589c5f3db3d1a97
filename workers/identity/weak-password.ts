import { AppError } from "../platform/app-error.ts";
import list from "./common-passwords.txt";

interface Owner {
  email?: string | undefined;
  username?: string | undefined;
}

/** Throws VALIDATION_FAILED for a password that is among those which are guessed first, or that only repeats whose account it is. */
export function refuseWeakPassword(password: string, { path, ...owner }: Owner & { path: string }): void {
  if (isCommonPassword(password) || namesAccount(password, owner)) throw tooWeak(path);
}

export const tooWeak = (path: string): AppError =>
  new AppError("VALIDATION_FAILED", {
    issues: [{ path, message: "is among the passwords that are guessed first. Choose another, best a sentence of your own." }],
  });

/** In any case and in any composition of its characters. The list is one text with a line a password: no set to build, and 40 µs to look through. */
export const isCommonPassword = (password: string): boolean => {
  const plain = plainly(password);
  return !plain.includes("\n") && list.includes(`\n${plain}\n`);
};

/** Whether it is the account's address, the part of it before the @, or its username. */
export const namesAccount = (password: string, { email, username }: Owner): boolean =>
  [email, email?.slice(0, email.lastIndexOf("@")), username].some((name) => name !== undefined && plainly(name) === plainly(password));

const plainly = (text: string): string => text.normalize("NFC").toLowerCase();
