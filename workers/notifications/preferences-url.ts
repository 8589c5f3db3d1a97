/** Where somebody chooses what they get, in the web app; null for whoever has no account, and where nobody knows where the platform is. */
export const preferencesUrl = ({ PUBLIC_URL }: Pick<Env, "PUBLIC_URL">, userId: string | null): string | null =>
  userId === null || PUBLIC_URL === "" ? null : new URL("/account/notifications", PUBLIC_URL).href;
