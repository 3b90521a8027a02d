/* The camera reads codes. Loaded when one asks for it: `open(button, read)` calls `read(text)` with each code seen, until closed.
   The browser's own reader where there is one; else zxing in a worker, so that the page itself needs no permission to run wasm. */
const AGAIN = 2500; // a code that stays before the camera is read again after so many milliseconds
const EDGE = 900; // the longest side of the picture that is read: enough for a label, light for an old phone

async function reader(button) {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const own = new BarcodeDetector({ formats: ["qr_code"] });
    return { read: async (canvas) => (await own.detect(canvas)).map((code) => code.rawValue), end() {} };
  }
  const worker = new Worker(button.dataset.worker);
  let answer;
  let ready;
  const started = new Promise((resolve, reject) => { ready = [resolve, reject]; });
  worker.onmessage = ({ data }) => (data === "ready" ? ready[0]() : answer?.(data));
  worker.onerror = (event) => ready[1](event);
  worker.postMessage({ library: new URL(button.dataset.library, location).href, wasm: new URL(button.dataset.wasm, location).href });
  await started;
  return {
    read: (canvas) => new Promise((resolve) => {
      answer = resolve;
      const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      worker.postMessage(picture, [picture.data.buffer]);
    }),
    end: () => worker.terminate(),
  };
}

const REFUSED = "La caméra n’est pas permise\u00a0: autorisez-la dans les réglages du navigateur, ou tapez le code.";
const ABSENT = "Aucune caméra ne répond sur cet appareil\u00a0: tapez le code, ou branchez une douchette.";

/* Show the camera before `place` and read until the function that comes back is called. Throws a sentence. */
export async function open(button, place, read) {
  const view = document.createElement("div");
  const video = document.createElement("video");
  view.className = "m-camera";
  video.muted = true;
  video.playsInline = true;
  video.setAttribute("aria-label", "Ce que voit la caméra");
  if (!navigator.mediaDevices) throw new Error(ABSENT);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch (error) {
    throw new Error(error.name === "NotAllowedError" ? REFUSED : ABSENT);
  }
  video.srcObject = stream;
  view.append(video);
  place.prepend(view);
  place.scrollIntoView({ block: "start" });
  await video.play();
  const codes = await reader(button);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  let open = true;
  (async () => {
    while (open) {
      const scale = Math.min(1, EDGE / Math.max(video.videoWidth, video.videoHeight, 1));
      canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
      canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const now = Date.now();
      for (const text of await codes.read(canvas)) {
        const fresh = now - (seen.get(text) ?? 0) > AGAIN;
        seen.set(text, now);
        if (open && fresh) read(text);
      }
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  })();
  return () => {
    open = false;
    codes.end();
    for (const track of stream.getTracks()) track.stop();
    view.remove();
  };
}
