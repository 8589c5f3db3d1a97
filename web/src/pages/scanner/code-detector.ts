import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface CodeDetector {
  /** The texts of the QR codes in the picture. */
  read(source: HTMLVideoElement): Promise<string[]>;
}

interface BarcodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface NativeBarcodeDetector {
  new (options: { formats: string[] }): BarcodeReader;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own reader of codes, else one in WebAssembly, from our own address and fetched only then. */
export async function codeDetector(): Promise<CodeDetector> {
  const reader = (await nativeReader()) ?? (await wasmReader());
  return { read: async (source) => (await reader.detect(source)).map(({ rawValue }) => rawValue) };
}

async function nativeReader(): Promise<BarcodeReader | null> {
  const Native: NativeBarcodeDetector | undefined = Reflect.get(globalThis, "BarcodeDetector");
  const formats = await Native?.getSupportedFormats().catch((): string[] => []);
  return Native !== undefined && formats?.includes("qr_code") ? new Native({ formats: ["qr_code"] }) : null;
}

async function wasmReader(): Promise<BarcodeReader> {
  const { BarcodeDetector, prepareZXingModule } = await import("barcode-detector/ponyfill");
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  return new BarcodeDetector({ formats: ["qr_code"] });
}
