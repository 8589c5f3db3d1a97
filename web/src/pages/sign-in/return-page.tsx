import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiFailure } from "../../api/failure.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import { finishSignIn, wayOfSignIn } from "./provider-return.ts";
import { wordsOfRefusal } from "./refusal-words.ts";
import { SignInFrame } from "./sign-in-frame.tsx";
import { useWayBack } from "./use-way-back.ts";

const route = getRouteApi("/login/return");

/** Where the browser comes back from a provider: with a code that is good once, or with the reason why not. */
export function ReturnPage() {
  const { code, error } = route.useSearch();
  const [next] = useState(wayOfSignIn);
  const finish = useQuery({
    queryKey: ["return", code],
    queryFn: () => finishSignIn(code ?? ""),
    enabled: code !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  useWayBack(next);
  const refusal = error ?? (code === undefined ? "OIDC_STATE_INVALID" : undefined);
  if (refusal === undefined && finish.error === null) {
    return (
      <SignInFrame title="Signing you in…" lead="A moment.">
        <div aria-busy="true" className="skeleton h-12" />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title="That did not work" lead="You are not signed in.">
      <FormFailure error={refusal === undefined ? finish.error : new ApiFailure("UNREADABLE", wordsOfRefusal(refusal))} />
      <Link to="/login" search={next === undefined ? {} : { next }} className={buttonStyle("primary", "large")}>
        Back to log-in
      </Link>
    </SignInFrame>
  );
}
