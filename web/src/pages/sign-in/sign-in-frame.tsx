import type { ReactNode } from "react";
import { PageHead } from "../../parts/page-head.tsx";

interface SignInFrameProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** The room around both forms. */
export function SignInFrame({ title, lead, children }: SignInFrameProps) {
  return (
    <div className="spotlight grid min-h-[calc(100dvh-3.5rem)] justify-items-center px-4 py-10 sm:py-20">
      <PageHead title={title} />
      <div className="grid w-full max-w-sm content-start gap-6">
        <div>
          <h1 className="text-xl sm:text-2xl">{title}</h1>
          <p className="mt-2 text-quiet">{lead}</p>
        </div>
        {children}
      </div>
    </div>
  );
}
