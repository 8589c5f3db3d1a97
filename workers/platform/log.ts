const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof levels;
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one JSON object a line. Callers name the fields: never a secret, a token or a body. */
export class Logger {
  readonly #fields: LogFields;
  readonly #threshold: number;

  constructor(level: string, fields: LogFields = {}) {
    this.#fields = fields;
    this.#threshold = level in levels ? levels[level as Level] : levels.info;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write("debug", message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }
  /** With the whole error, stack and cause, for us alone. */
  error(message: string, error: unknown, fields?: LogFields): void {
    const cause = error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
    this.#write("error", message, { ...cause, ...fields });
  }

  #write(level: Level, message: string, fields: LogFields = {}): void {
    if (levels[level] < this.#threshold) return;
    const line = JSON.stringify({ ...this.#fields, ...fields, level, message });
    if (level === "error") console.error(line);
    else if (level === "warn") console.warn(line);
    else console.log(line);
  }
}
