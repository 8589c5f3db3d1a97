import { useRouter } from "@tanstack/react-router";
import { Failed } from "./failed.tsx";

/** What a route shows when it throws. */
export function PageFailure({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <div className="page">
      <Failed whole error={error} retry={() => void router.invalidate()} />
    </div>
  );
}
