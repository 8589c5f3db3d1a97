import { createInterface } from "node:readline/promises";
import { hashPassword } from "./password-hash.ts";

// npm run hash-password: asks for a password (or reads one line of standard input) and prints ADMIN_PASSWORD_HASH for the PASSWORD_PEPPER in
// the environment.

const pepper = process.env.PASSWORD_PEPPER;
if (!pepper) {
  console.error("Set PASSWORD_PEPPER to the pepper of the deployment first: PASSWORD_PEPPER=… npm run --silent hash-password");
  process.exit(1);
}
const input = createInterface({ input: process.stdin, output: process.stderr });
const password = await input.question(process.stdin.isTTY ? "Password (at least 12 characters): " : "");
input.close();
if (password.length < 12) {
  console.error("An administrator's password has at least 12 characters.");
  process.exit(1);
}
console.log(hashPassword(pepper, password));
