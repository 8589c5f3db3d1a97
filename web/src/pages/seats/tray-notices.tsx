import { ApiFailure } from "../../api/failure.ts";
import { Button } from "../../parts/button.tsx";
import { RequestId } from "../../parts/failed.tsx";
import type { HoldFlow } from "./use-hold.ts";

interface TrayNoticesProps {
  notice: string | undefined;
  flow: Pick<HoldFlow, "failure" | "suggestion" | "takeSuggestion" | "choosing" | "busy">;
}

/** What has to be said before going on: a seat that was lost, a limit, a failure. */
export function TrayNotices({ notice, flow }: TrayNoticesProps) {
  const { suggestion } = flow;
  const failed = flow.failure instanceof ApiFailure ? flow.failure : undefined;
  const some = (suggestion?.offer.length ?? 0) > 0;
  return (
    <div role="alert" className="shrink-0">
      {suggestion === undefined ? null : (
        <div className="rise grid gap-3 border-b border-line bg-stage px-4 py-3 sm:px-6">
          <p className="text-sm">{suggestion.text}</p>
          <div className="flex gap-2">
            {some ? (
              <Button variant="primary" size="small" isPending={flow.busy} onPress={flow.takeSuggestion}>
                {suggestion.holds ? "Hold" : "Take"} {suggestion.offer.length === 1 ? "it" : "those"}
              </Button>
            ) : null}
            <Button variant="ghost" size="small" onPress={flow.choosing}>
              {some ? "No, thanks" : "All right"}
            </Button>
          </div>
        </div>
      )}
      {notice === undefined ? null : <p className="rise border-b border-line bg-stage px-4 py-3 text-sm sm:px-6">{notice}</p>}
      {failed === undefined ? null : (
        <div className="rise border-b border-line bg-stage px-4 py-3 text-sm sm:px-6">
          <p>{failed.message}</p>
          <RequestId error={failed} />
        </div>
      )}
    </div>
  );
}
