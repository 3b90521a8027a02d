/* The visitor's PDF against the one that was issued: hashed here, never sent. Without this file, the form sends it. */
const form = document.querySelector("form[data-compare]");
if (form && globalThis.crypto?.subtle) {
  const place = document.querySelector("[data-verdict]");
  const input = form.querySelector("input[type=file]");
  form.querySelector("[data-how]").textContent = "Choisissez-le ou déposez-le sur le champ. Il n’est pas envoyé\u00a0: la comparaison se fait dans votre navigateur.";
  form.querySelector("button[type=submit]").hidden = true;
  const compare = async () => {
    const [file] = input.files;
    if (!file) return place.replaceChildren();
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const found = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const verdict = document.querySelector(found === form.dataset.compare ? "[data-same]" : "[data-other]");
    place.replaceChildren(verdict.content.cloneNode(true));
  };
  input.addEventListener("change", compare);
  form.addEventListener("submit", (event) => { event.preventDefault(); compare(); });
}
