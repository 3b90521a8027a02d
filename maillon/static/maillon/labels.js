/* Maillon — the codes of labels, read as the server reads them (maillon/common/labels.py), so that without a network a code with
   a slip is said at once instead of waiting to be refused. A test reads many codes with both. */
const Labels = (() => {
  const ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ";
  const BODY = 6;
  const LOOK_ALIKES = { 0: "DQ", O: "DQ", 1: "7JT", I: "7JT", L: "7JT", U: "WY", V: "WY" };
  const EXAMPLE = "OGO-7F3-K2P-E";
  const bare = (text) => Array.from(text.toUpperCase()).filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  const printed = (prefix, code) => `${prefix}-${code.slice(0, 3).join("")}-${code.slice(3, BODY).join("")}-${code.slice(BODY).join("")}`;
  const control = (body) => ALPHABET.at(-body.reduce((total, sign, rank) => total + (rank + 2) * ALPHABET.indexOf(sign), 0) % ALPHABET.length);

  /* The prefix, the given one when there is none, and the rest. */
  function split(signs, prefix) {
    let at = Math.max(0, signs.length - BODY - 1);
    if (prefix && signs.join("").startsWith(prefix) && signs.length !== BODY + 1) at = prefix.length;
    return [signs.slice(0, at).join("").replaceAll("0", "O").replaceAll("1", "I") || prefix, signs.slice(at)];
  }

  /* {code}, as it is printed, or {fault}: the sentence to show. */
  function parse(written, prefix = "") {
    const text = /\/d\/([^/?#\s]+)/.exec(written)?.[1] ?? written;
    const shown = Array.from(text.trim().split(/\s+/).join(" ")).slice(0, 40).join("");
    const signs = bare(text);
    if (!signs.length) return { fault: `Donnez le code de l’étiquette, par exemple ${EXAMPLE}.` };
    const [typed, code] = split(signs, prefix);
    if (code.length !== BODY + 1 || Array.from(typed).length > 5) return { fault: `« ${shown} » n’est pas un code d’étiquette : il a ${BODY + 1} signes après le préfixe, par exemple ${EXAMPLE}.` };
    if (!/^[A-Z]{2,5}$/.test(typed)) return { fault: `« ${shown} » n’a pas de préfixe de deux à cinq lettres, par exemple ${EXAMPLE}.` };
    const strange = code.filter((sign) => !ALPHABET.includes(sign));
    const unknown = strange.find((sign) => !(sign in LOOK_ALIKES));
    if (unknown) return { fault: `Ce code a une faute de frappe : aucune étiquette ne porte le signe « ${unknown} ».` };
    const readings = strange.length ? Array.from(LOOK_ALIKES[strange[0]], (sign) => code.map((one) => (one === strange[0] ? sign : one))) : [code];
    const right = strange.length < 2 ? readings.filter((one) => control(one.slice(0, BODY)) === one[BODY]) : [];
    if (right.length !== 1) return { fault: `Ce code a une faute de frappe : ${printed(typed, code)} n’existe pas. Relisez l’étiquette, ou scannez-la.` };
    return { code: printed(typed, right[0]) };
  }

  /* What is wrong with what was typed where a label is expected, or "". Where a serial number would do too (not `only`), what
     does not look like a label of this network is left to the server. */
  function fault(text, prefix, only) {
    const like = only || text.includes("/d/") || bare(text).join("").startsWith(prefix);
    return (like && parse(text, prefix).fault) || "";
  }

  return { fault, parse };
})();
