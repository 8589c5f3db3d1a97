import { Flashlight, Video, VideoOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { codeDetector } from "./code-detector.ts";

const lookMs = 150;
/** The same code in front of the camera counts once in this time. */
const sameCodeMs = 3000;

type Eye = "off" | "opening" | "on" | "refused" | "none";

/**
 * What the camera sees, and each code once. It starts by a press: a browser asks its owner for leave. `onCode` says whether it takes the code now; one
 * that it does not is shown to it again.
 */
export function Camera({ onCode }: { onCode: (code: string) => boolean }) {
  const [eye, setEye] = useState<Eye>("off");
  const [torch, setTorch] = useState<"none" | "off" | "on">("none");
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream>(undefined);
  const seen = useRef(onCode);
  seen.current = onCode;

  useEffect(() => () => stop(stream.current), []);

  const open = async () => {
    setEye("opening");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      stream.current = opened;
      setTorch(hasTorch(opened) ? "off" : "none");
      setEye("on");
    } catch (error) {
      setEye(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none");
    }
  };
  const close = () => {
    stop(stream.current);
    stream.current = undefined;
    setEye("off");
  };

  useEffect(() => {
    const screen = video.current;
    if (eye !== "on" || screen === null || stream.current === undefined) return;
    screen.srcObject = stream.current;
    void screen.play().catch(() => undefined);
    return lookInto(screen, (code) => seen.current(code));
  }, [eye]);

  const light = async () => {
    const on = torch === "off";
    await setLight(stream.current, on);
    setTorch(on ? "on" : "off");
  };
  return (
    <div className="relative grid aspect-[4/3] max-h-[46dvh] w-full place-items-center overflow-hidden rounded-card bg-[oklch(0.14_0.02_300)] text-white">
      {eye === "on" ? (
        <>
          <video ref={video} muted playsInline aria-label="What the camera sees" className="size-full object-cover" />
          <div aria-hidden="true" className="pointer-events-none absolute size-52 rounded-card border-2 border-white/70" />
          <div className="absolute right-2 bottom-2 flex gap-1">
            {torch === "none" ? null : (
              <IconButton
                aria-label={torch === "on" ? "Light off" : "Light on"}
                onPress={light}
                className="bg-black/50 text-white hover:bg-black/70"
              >
                <Flashlight className="size-5" aria-hidden />
              </IconButton>
            )}
            <IconButton aria-label="Camera off" onPress={close} className="bg-black/50 text-white hover:bg-black/70">
              <VideoOff className="size-5" aria-hidden />
            </IconButton>
          </div>
        </>
      ) : (
        <div className="grid justify-items-center gap-3 p-6 text-center">
          <Button variant="primary" size="large" isDisabled={eye === "opening"} onPress={open}>
            <Video className="size-5" aria-hidden />
            Scan with the camera
          </Button>
          {eye === "refused" ? (
            <p role="alert">The camera is not allowed here. Allow it in the browser’s settings, or type the number.</p>
          ) : null}
          {eye === "none" ? <p role="alert">There is no camera to use. Type the number, or use a hand scanner.</p> : null}
        </div>
      )}
    </div>
  );
}

/** Looks for codes until it is told to stop. */
function lookInto(screen: HTMLVideoElement, onCode: (code: string) => boolean): () => void {
  let going = true;
  let last = { code: "", atMs: 0 };
  const look = async () => {
    const detector = await codeDetector();
    while (going) {
      const codes = screen.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await detector.read(screen).catch(() => []) : [];
      const [code] = codes;
      const now = Date.now();
      const known = code === last.code && now - last.atMs <= sameCodeMs;
      if (going && code !== undefined && (known || onCode(code))) last = { code, atMs: now };
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  };
  void look();
  return () => {
    going = false;
  };
}

const stop = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};

/** The torch is not in the types of the web's platform yet. */
const hasTorch = (stream: MediaStream): boolean => Reflect.get(stream.getVideoTracks()[0]?.getCapabilities?.() ?? {}, "torch") === true;

async function setLight(stream: MediaStream | undefined, on: boolean): Promise<void> {
  const advanced: MediaTrackConstraintSet = {};
  Reflect.set(advanced, "torch", on);
  await stream
    ?.getVideoTracks()[0]
    ?.applyConstraints({ advanced: [advanced] })
    .catch(() => undefined);
}
