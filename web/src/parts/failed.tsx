import { Link } from "@tanstack/react-router";
import { CircleAlert, WifiOff } from "lucide-react";
import { ApiFailure } from "../api/failure.ts";
import { buttonStyle } from "./button-style.ts";
import { PageHead } from "./page-head.tsx";

interface FailedProps {
  error: unknown;
  retry?: () => void;
  title?: string;
  /** It stands in the place of a whole page, which may have no bars around it: it is headed as one and leads away from here. */
  whole?: boolean;
}

/** An error with what to do next and the request id to quote. */
export function Failed({ error, retry, title, whole = false }: FailedProps) {
  const failure = error instanceof ApiFailure ? error : undefined;
  const unreachable = failure?.code === "UNREACHABLE";
  const Icon = unreachable ? WifiOff : CircleAlert;
  const Heading = whole ? "h1" : "h2";
  const words = title ?? (unreachable ? "No connection" : "This did not load");
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-20 text-center">
      {whole ? <PageHead title={words} /> : null}
      <Icon className="size-8 text-quiet" aria-hidden />
      <Heading className="text-lg">{words}</Heading>
      <p className="text-quiet">
        {failure?.message ?? (error === null ? "Look in again a little later." : "Something went wrong on this page. Try again.")}
      </p>
      {retry === undefined ? null : (
        <button type="button" className={buttonStyle("plain", "medium", "mt-2")} onClick={retry}>
          Try again
        </button>
      )}
      {whole ? (
        <Link to="/" className="rounded-control px-2 py-1 text-sm text-quiet underline underline-offset-4 hover:text-ink">
          See what’s on
        </Link>
      ) : null}
      <RequestId error={error} />
    </div>
  );
}

/** The id by which the server's log knows the request that failed. */
export function RequestId({ error }: { error: unknown }) {
  if (!(error instanceof ApiFailure) || error.requestId === null) return null;
  return <p className="text-xs text-faint select-all">Request {error.requestId}</p>;
}
