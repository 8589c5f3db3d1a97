import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "../../session/session.ts";

/** Leads on as soon as somebody is signed in: to where they came from, or to what's on. */
export function useWayBack(next: string | undefined): void {
  const router = useRouter();
  const { status } = useSession();
  useEffect(() => {
    if (status === "in") router.history.replace(next ?? "/");
  }, [status, next, router]);
}
