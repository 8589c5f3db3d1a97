import { redirect } from "@tanstack/react-router";
import { isSignedIn, sessionKnown } from "./session.ts";

/** For pages that are somebody's own: others are asked to log in, and come back. */
export async function onlySignedIn({ location }: { location: { href: string } }): Promise<void> {
  await sessionKnown();
  if (!isSignedIn()) throw redirect({ to: "/login", search: { next: location.href } });
}
