import { CircleAlert, WifiOff } from "lucide-react";
import { ApiFailure } from "../api/failure.ts";
import { buttonStyle } from "./button-style.ts";

interface FailedProps {
  error: unknown;
  retry?: () => void;
  title?: string;
}

/** An error with what to do next and the request id to quote. */
export function Failed({ error, retry, title }: FailedProps) {
  const failure = error instanceof ApiFailure ? error : undefined;
  const unreachable = failure?.code === "UNREACHABLE";
  const Icon = unreachable ? WifiOff : CircleAlert;
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-20 text-center">
      <Icon className="size-8 text-quiet" aria-hidden />
      <h2 className="text-lg">{title ?? (unreachable ? "No connection" : "This did not load")}</h2>
      <p className="text-quiet">{failure?.message ?? "Something went wrong on this page. Try again."}</p>
      {retry === undefined ? null : (
        <button type="button" className={buttonStyle("plain", "medium", "mt-2")} onClick={retry}>
          Try again
        </button>
      )}
      <RequestId error={error} />
    </div>
  );
}

/** The id by which the server's log knows the request that failed. */
export function RequestId({ error }: { error: unknown }) {
  if (!(error instanceof ApiFailure) || error.requestId === null) return null;
  return <p className="text-xs text-faint select-all">Request {error.requestId}</p>;
}
