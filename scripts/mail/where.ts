/** Mail servers on loopback, each as `host:port`. What they do with a mail says its recipient (`misbehaviourOf`). */
export interface LocalSmtp {
  /** Without TLS and log-in. */
  plain: string;
  /** STARTTLS, and a log-in after it. */
  startTls: string;
  /** TLS from the start, and a log-in. */
  secure: string;
  /** As `secure`, under a certificate that nobody trusts. */
  untrusted: string;
  /** Never says a word. */
  silent: string;
  /** Hangs up on whoever comes. */
  rude: string;
  /** Answers 421 to whoever comes. */
  busy: string;
  /** Takes everything and says good-bye late: `slowBye`. */
  slow: string;
  /** Where `GET /?to=…` answers what was taken for an address, as JSON: `TakenMail[]`, the oldest first. */
  takenUrl: string;
}

/** A mail that a server has taken. `session`: the connection that brought it. */
export interface TakenMail {
  from: string;
  to: string;
  raw: string;
  session: string;
}

export const smtpUser = { username: "marquee@example.com", password: "päss:word/@" };
