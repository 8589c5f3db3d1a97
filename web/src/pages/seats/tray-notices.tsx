import { ApiFailure } from "../../api/failure.ts";
import { Button } from "../../parts/button.tsx";
import { RequestId } from "../../parts/failed.tsx";
import type { LostNotice } from "./lost-seats.ts";

interface TrayNoticesProps {
  notice: string | undefined;
  lost: LostNotice | undefined;
  failure: unknown;
  takeOffer: () => void;
  dropOffer: () => void;
}

/** What has to be said before going on: a seat that was lost, a limit, a failure. */
export function TrayNotices({ notice, lost, failure, takeOffer, dropOffer }: TrayNoticesProps) {
  const failed = failure instanceof ApiFailure ? failure : undefined;
  return (
    <div role="alert" className="shrink-0">
      {lost === undefined ? null : (
        <div className="rise grid gap-3 border-b border-line bg-stage px-4 py-3 sm:px-6">
          <p className="text-sm">{lost.text}</p>
          <div className="flex gap-2">
            {lost.offer.length > 0 ? (
              <Button variant="primary" size="small" onPress={takeOffer}>
                Take {lost.offer.length === 1 ? "it" : "those"}
              </Button>
            ) : null}
            <Button variant="ghost" size="small" onPress={dropOffer}>
              {lost.offer.length > 0 ? "No, thanks" : "All right"}
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
