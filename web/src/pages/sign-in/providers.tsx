import { useQuery } from "@tanstack/react-query";
import { providersQuery } from "../../api/account-queries.ts";
import { apps } from "../../api/web-config.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { beginSignIn, startHref } from "./provider-return.ts";

/** The other ways in. Stands last on its page, so that nothing moves when it is known whether there are any. */
export function Providers({ next }: { next: string | undefined }) {
  const providers = useQuery(providersQuery).data ?? [];
  const begun = useQuery({
    queryKey: ["sign-in", next],
    queryFn: async () => ({ challenge: await beginSignIn(next), appId: (await apps())[0]?.appId }),
    enabled: providers.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    // Another page may have begun its own in the meantime, and the tab keeps only the last.
    gcTime: 0,
  }).data;
  if (begun?.appId === undefined) return null;
  const { appId, challenge } = begun;
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-3 text-sm text-quiet">
        <hr className="flex-1 border-line" />
        or
        <hr className="flex-1 border-line" />
      </div>
      {providers.map(({ provider, name }) => (
        <a key={provider} href={startHref(provider, appId, challenge)} className={buttonStyle("plain", "large")}>
          Continue with {name}
        </a>
      ))}
    </div>
  );
}
