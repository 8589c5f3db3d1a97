import "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The booking was made a moment ago. */
    fresh?: boolean;
    /** The address that somebody has typed on the page before. */
    email?: string;
  }
}
