/** What the codes of a refused sign-in mean to the one who wanted in. */
const words: Record<string, string> = {
  OIDC_DENIED: "The provider says that you declined. Nothing was changed.",
  OIDC_STATE_INVALID: "This sign-in was begun in another window, or took too long. Begin again.",
  OIDC_EMAIL_MISSING: "The provider did not tell your e-mail address, and an account needs one. Allow it there, or make an account here.",
  OIDC_EMAIL_UNVERIFIED: "The provider has not verified your e-mail address. Verify it there first, or make an account here.",
  OIDC_SUBJECT_CHANGED: "Your address belongs to an account that is linked to another person at this provider. Log in with its password.",
  DEPENDENCY_UNAVAILABLE: "The provider does not answer right now. Try again in a minute, or log in with a password.",
};

/** A sentence for the `error` of the return address: a code of ours, never words of somebody else's. */
export function wordsOfRefusal(code: string): string {
  return words[code] ?? "The provider could not sign you in. Try again, or log in with a password.";
}
