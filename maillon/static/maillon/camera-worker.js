/* Reads QR codes in pictures, away from the page. First message: where the library and its wasm are; then one picture each. */
let detector;
onmessage = async ({ data }) => {
  if (!detector) {
    importScripts(data.library);
    const { BarcodeDetector, prepareZXingModule } = BarcodeDetectionAPI;
    prepareZXingModule({ overrides: { locateFile: () => data.wasm } });
    detector = new BarcodeDetector({ formats: ["qr_code"] });
    postMessage("ready");
    return;
  }
  try {
    postMessage((await detector.detect(data)).map((code) => code.rawValue));
  } catch {
    postMessage([]);
  }
};
