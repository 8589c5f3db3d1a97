import { Monitor, Smartphone } from "lucide-react";
import type { SessionInfo } from "../../../../contracts/sessions.ts";
import { deviceWords, isHandheld } from "../../device-words.ts";
import { Button } from "../../parts/button.tsx";
import { ago } from "../../time.ts";

interface SessionRowProps {
  session: SessionInfo;
  isEnding: boolean;
  onEnd: () => void;
}

export function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const Icon = isHandheld(session.userAgent) ? Smartphone : Monitor;
  const device = deviceWords(session.userAgent);
  const where = [session.app?.name ?? "Marquee", session.ip].filter(Boolean).join(" · ");
  return (
    <li className="flex items-center gap-4 py-4" data-session={session.id}>
      <Icon className="size-5 shrink-0 text-quiet" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm font-medium">
          {device}
          {session.current ? <span className="rounded-full bg-accent-wash px-2 py-0.5 text-xs font-semibold">This device</span> : null}
        </p>
        <p className="truncate text-sm text-quiet">{where}</p>
        <p className="text-sm text-quiet">
          <time dateTime={session.lastUsedAt}>{session.current ? "In use now" : `Used ${ago(session.lastUsedAt)}`}</time>
          {" · "}
          <time dateTime={session.createdAt}>logged in {ago(session.createdAt)}</time>
        </p>
      </div>
      {session.current ? null : (
        <Button size="small" aria-label={`End the session of ${device}`} isPending={isEnding} onPress={onEnd}>
          {isEnding ? "Ending…" : "End"}
        </Button>
      )}
    </li>
  );
}
