import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { ApiFailure } from "../api/failure.ts";

const pauseSeconds = 30;

interface ResendProps {
  resend: () => Promise<unknown>;
  /** Whether a code was sent a moment ago, before this came into view. */
  justSent: boolean;
  /** Where none was sent before. */
  isFirst?: boolean;
}

/** Asks for another code, not more often than mails can arrive. */
export function Resend({ resend, justSent, isFirst = false }: ResendProps) {
  const [left, setLeft] = useState(justSent ? pauseSeconds : 0);
  const sending = useMutation({
    mutationFn: resend,
    onSuccess: () => setLeft(pauseSeconds),
    onError: (error) => {
      if (error instanceof ApiFailure && error.retryAfterSeconds !== null) setLeft(error.retryAfterSeconds);
    },
  });
  const isWaiting = left > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 text-sm text-quiet">
      <Button
        isDisabled={isWaiting}
        isPending={sending.isPending}
        onPress={() => sending.mutate()}
        className="tabular rounded-control py-1 font-medium text-ink underline underline-offset-4 data-[disabled]:text-quiet data-[disabled]:no-underline"
      >
        {isWaiting ? `Send another code in ${left} s` : isFirst && !sending.isSuccess ? "Send a code" : "Send another code"}
      </Button>
      <span role="status">{wordsOf(sending)}</span>
    </div>
  );
}

function wordsOf({ isSuccess, error }: UseMutationResult<unknown, Error, void>): string {
  if (error !== null) return error instanceof ApiFailure ? error.message : "That did not work. Try again.";
  return isSuccess ? "Sent. The newest code counts." : "";
}
