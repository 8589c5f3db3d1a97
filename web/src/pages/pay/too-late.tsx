import { Link } from "@tanstack/react-router";
import { TimerOff } from "lucide-react";
import { useEffect } from "react";
import { type Domain, domainWords } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { buttonStyle } from "../../parts/button-style.ts";

interface TooLateProps {
  domain: Domain;
  showtimeId: string;
  released: boolean;
  refundId: string | undefined;
}

/** The hold is over. What happened to the money comes first. */
export function TooLate({ domain, showtimeId, released, refundId }: TooLateProps) {
  useEffect(() => forgetHold(), []);
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-4 px-4 py-20 text-center">
      <TimerOff className="size-9 text-quiet" aria-hidden />
      <h1 className="text-xl">{released ? "These seats were given back" : "Your hold ended"}</h1>
      <p className="text-quiet">
        {refundId === undefined
          ? "Nothing was charged. The seats are open to everybody again, perhaps still to you."
          : "The payment came a moment too late and is on its way back to you."}
      </p>
      {refundId === undefined ? null : <p className="text-sm text-quiet select-all">Refund {refundId}</p>}
      <Link
        to="/showtimes/$id"
        params={{ id: showtimeId }}
        search={{ d: domainWords[domain].param }}
        className={buttonStyle("primary", "large")}
      >
        Choose seats again
      </Link>
    </div>
  );
}
