import type { Tone } from "./verdict.ts";

const tones: Record<Tone, { hertz: number[]; buzz: number[] }> = {
  IN: { hertz: [880], buzz: [60] },
  ASK: { hertz: [440, 440], buzz: [60, 60, 60] },
  STOP: { hertz: [220, 180], buzz: [300] },
};
const noteSeconds = 0.16;
let sound: AudioContext | undefined;

/** A sound and a buzz for a verdict, for whoever looks at the person and not at the screen. */
export function signal(tone: Tone): void {
  const { hertz, buzz } = tones[tone];
  navigator.vibrate?.(buzz);
  sound ??= new AudioContext();
  const from = sound.currentTime;
  for (const [turn, pitch] of hertz.entries()) {
    const note = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.2;
    note.frequency.value = pitch;
    note.connect(volume).connect(sound.destination);
    note.start(from + turn * noteSeconds * 1.3);
    note.stop(from + turn * noteSeconds * 1.3 + noteSeconds);
  }
}
