import { foundFrom } from "./highlight.ts";

/** A message that has every word asked for, with marks around them. `sentAt` in ms. */
export interface Candidate {
  marked: string;
  sentAt: number;
}

/** The usual constants of BM25: how soon more finds count no more, and how much a long text is held against its finds. */
const saturation = 1.2;
const lengthWeight = 0.75;
/** A message of so long ago counts half. */
const halfAgeMs = 30 * 86_400_000;

/**
 * The best first: Okapi BM25 (Robertson and Zaragoza, 2009) times how lately it was said; of equals the later one. All candidates have every word, so how
 * rare a word is tells none of them from another. `at`: now, in ms.
 */
export function ranked<Each extends Candidate>(candidates: readonly Each[], at: number): Each[] {
  const sized = candidates.map((candidate) => ({ candidate, finds: findsIn(candidate.marked), words: wordsIn(candidate.marked) }));
  const usual = Math.max(1, sized.reduce((sum, { words }) => sum + words, 0) / Math.max(1, sized.length));
  const scored = sized.map(({ candidate, finds, words }) => {
    const relevance = (finds * (saturation + 1)) / (finds + saturation * (1 - lengthWeight + (lengthWeight * words) / usual));
    return { candidate, score: relevance / (1 + Math.max(0, at - candidate.sentAt) / halfAgeMs) };
  });
  return scored.sort((a, b) => b.score - a.score || b.candidate.sentAt - a.candidate.sentAt).map(({ candidate }) => candidate);
}

const findsIn = (marked: string): number => marked.split(foundFrom).length - 1;
const wordsIn = (marked: string): number => marked.trim().split(/\s+/u).length;
