import { locale } from "../../locale.ts";

const numbers = new Intl.NumberFormat(locale);

/** `12,408` */
export const count = (number: number): string => numbers.format(number);

/** `1 person is here`, `5,120 people are here` */
export const here = (waiting: number): string => (waiting === 1 ? "1 person is here" : `${count(waiting)} people are here`);

/** `Nobody is ahead of you`, `411 people are ahead of you` */
export function ahead(position: number): string {
  if (position <= 1) return "You are next";
  return position === 2 ? "1 person is ahead of you" : `${count(position - 1)} people are ahead of you`;
}

/** How long it may take, no more exactly than anybody can know: `less than a minute`, `about 4 minutes`, `about 2 hours`. */
export function roughly(seconds: number): string {
  if (seconds < 60) return "less than a minute";
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
  return `about ${Math.round(minutes / 60)} hours`;
}

/** What is said aloud: a number so round that it seldom changes, and exact for the last ten. */
export function spokenAhead(position: number): string {
  const others = position - 1;
  if (others <= 10) return ahead(position);
  const step = others > 1000 ? 1000 : others > 100 ? 100 : 10;
  return `About ${count(Math.ceil(others / step) * step)} people are ahead of you`;
}

/** The parts of a countdown, from the largest that is not zero on; minutes and seconds always. */
export function countdown(seconds: number): { value: string; unit: string }[] {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const two = (number: number) => String(number).padStart(2, "0");
  return [
    ...(days > 0 ? [{ value: String(days), unit: days === 1 ? "day" : "days" }] : []),
    ...(days > 0 || hours > 0 ? [{ value: two(hours), unit: hours === 1 ? "hour" : "hours" }] : []),
    { value: two(Math.floor(seconds / 60) % 60), unit: "min" },
    { value: two(seconds % 60), unit: "sec" },
  ];
}
