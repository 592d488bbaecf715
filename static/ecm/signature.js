// A place to sign on the screen, beside each hidden field of strokes: mouse, pen or finger. The strokes are kept
// as the path of an SVG. Without this script, and for whoever uses no pointer, the typed name is the signature.
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WIDE = 600;
  const HIGH = 160;
  const CLOSE = 3; // points nearer than this to the last one add nothing
  const FULL = 19900; // letters; the server takes 20,000

  function pad(field) {
    const whole = document.createElement("div");
    whole.className = "usa-form-group ecm-signing";
    whole.innerHTML =
      '<p class="usa-label"></p><p class="usa-hint">Draw it with a finger, a pen or the mouse. ' +
      "Or leave it empty: the typed name is a signature too.</p>";
    whole.firstChild.textContent = field.dataset.signature;

    const sheet = document.createElementNS(SVG, "svg");
    sheet.setAttribute("class", "ecm-signature");
    sheet.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", `${field.dataset.signature}: a place to draw it`);
    const path = sheet.appendChild(document.createElementNS(SVG, "path"));

    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "usa-button usa-button--unstyled";
    clear.textContent = "Clear the signature";
    whole.append(sheet, clear);

    function show() {
      path.setAttribute("d", field.value);
      clear.hidden = !field.value;
    }
    function keep(strokes) {
      field.value = strokes;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      show();
    }

    let last = null;
    function point(event) {
      const box = sheet.getBoundingClientRect();
      const within = (part, most) => Math.max(0, Math.min(most, Math.round(part * most)));
      return [
        within((event.clientX - box.left) / box.width, WIDE),
        within((event.clientY - box.top) / box.height, HIGH),
      ];
    }
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      last = point(event);
      keep(`${field.value}M${last.join(" ")}L${last.join(" ")}`);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!last || field.value.length > FULL) return;
      const next = point(event);
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < CLOSE) return;
      last = next;
      keep(`${field.value}L${next.join(" ")}`);
    });
    ["pointerup", "pointercancel"].forEach((ended) => sheet.addEventListener(ended, () => (last = null)));
    clear.addEventListener("click", () => keep(""));
    field.addEventListener("change", show); // what was typed comes back after the page was locked
    show();
    return whole;
  }

  document.querySelectorAll("input[data-signature]").forEach((field) => {
    const beside = field.form.elements[field.name.replace("drawn", field.name === "drawn" ? "signed_name" : "relation")];
    beside.closest(".usa-form-group").after(pad(field));
  });
})();
