// ecm: what pages do beyond HTML. Every page works without it, except the lock.
(function () {
  "use strict";

  const body = () => document.body;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add("ecm-js");

  // --- Leaving at once ---------------------------------------------------------------

  let lastEsc = 0;

  function leave() {
    leaving = true;
    window.location.replace(body().dataset.quickExit);
  }

  function watchQuickExit() {
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-quick-exit-link]")) return;
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !("signedIn" in body().dataset)) return;
      const now = Date.now();
      if (now - lastEsc < 800) leave();
      lastEsc = now;
    });
  }

  // --- Forms: once only, and not lost -------------------------------------------------

  let leaving = false;
  const dirty = new Set();

  function guarded(form) {
    return form && form.method === "post" && !form.hasAttribute("data-no-guard");
  }

  function watchForms() {
    document.addEventListener("input", (event) => {
      const form = event.target.form;
      if (guarded(form) && form.hasAttribute("data-guard")) dirty.add(form);
    });
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!guarded(form) || event.defaultPrevented) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      rememberSending(form);
      all("button[type=submit], button:not([type])", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
      dirty.delete(form);
    });
    // A page that comes back from the browser's history may be sent again.
    window.addEventListener("pageshow", () => all("form[data-sent]").forEach(released));
    recallSending();
    document.addEventListener("htmx:afterRequest", (event) => released(event.target.closest("form")));
    window.addEventListener("beforeunload", (event) => {
      const open = Array.from(dirty).some((form) => form.isConnected);
      if (open && !leaving) event.preventDefault();
    });
  }

  // A form that comes back by "Back" holds what was typed, but the page is new and would make it a second time:
  // its place in the browser's history remembers what it was sent under.
  function rememberSending(form) {
    const sending = form.elements.sending;
    if (sending) history.replaceState({ ...history.state, sending: sending.value }, "");
  }

  function recallSending() {
    const sending = history.state && history.state.sending;
    if (sending) all("form input[name=sending]").forEach((input) => (input.value = sending));
  }

  function released(form) {
    if (!form) return;
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function showErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  // --- The lock: nothing typed stays in the browser, it is kept on the server ---------

  const WARN_BEFORE = 120 * 1000;
  const KEEP_EVERY = 300 * 1000;
  const ACTIVE = "ecm-active"; // a time, shared between tabs; nothing else is stored
  let lastKept = Date.now();

  function csrfToken() {
    return JSON.parse(body().getAttribute("hx-headers"))["X-CSRFToken"];
  }

  function lastActive() {
    return Number(localStorage.getItem(ACTIVE)) || 0;
  }

  function markActive() {
    localStorage.setItem(ACTIVE, String(Date.now()));
  }

  function typed(form) {
    const skip = (input) => !input.name || input.name === "csrfmiddlewaretoken" || ["password", "file", "submit", "button"].includes(input.type);
    const fields = Array.from(form.elements).filter((input) => !skip(input) && !input.disabled);
    return fields.flatMap((input) => {
      if (["checkbox", "radio"].includes(input.type)) return input.checked ? [[input.name, input.value]] : [];
      if (input.type === "select-multiple") return Array.from(input.selectedOptions, (option) => [input.name, option.value]);
      return [[input.name, input.value]];
    });
  }

  function formKey(form) {
    return form.id || String(all("form").indexOf(form));
  }

  function keep(lock) {
    const forms = {};
    dirty.forEach((form) => {
      if (form.isConnected && !form.hasAttribute("data-keep-off")) forms[formKey(form)] = typed(form);
    });
    lastKept = Date.now();
    const url = body().dataset.keepUrl;
    if (!url) return Promise.resolve();
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ address: location.pathname + location.search, forms, lock }),
    }).then((answer) => {
      if ((!answer.ok || answer.redirected) && !lock) lockPage();
    });
  }

  function lockPage() {
    if (body().classList.contains("ecm-locked")) return;
    body().classList.add("ecm-locked");
    all("dialog[open]").forEach((dialog) => dialog.close());
    const next = encodeURIComponent(location.pathname + location.search);
    const signIn = `${body().dataset.signInUrl}?next=${next}`;
    const sheet = byId("sheet-lock");
    sheet.addEventListener("cancel", (event) => event.preventDefault());
    sheet.querySelector("[data-lock-link]").href = signIn;
    sheet.showModal();
    const go = () => {
      leaving = true;
      window.location.replace(signIn);
    };
    keep(true).then(go, go);
  }

  function checkIdle() {
    const allowed = Number(body().dataset.idleSeconds) * 1000;
    const idle = Date.now() - lastActive();
    const warning = byId("sheet-idle");
    if (idle >= allowed) lockPage();
    else if (idle >= allowed - Math.min(WARN_BEFORE, allowed / 2)) {
      if (!warning.open) warning.showModal();
    } else {
      if (warning.open) warning.close();
      if (Date.now() - lastKept > KEEP_EVERY && lastActive() > lastKept) keep(false);
    }
  }

  function watchIdle() {
    if (!Number(body().dataset.idleSeconds)) return;
    markActive();
    ["keydown", "pointerdown"].forEach((name) => document.addEventListener(name, markActive, { passive: true }));
    document.addEventListener("visibilitychange", checkIdle);
    setInterval(checkIdle, 1000);
  }

  function giveBack() {
    const source = byId("kept-values");
    if (!source) return;
    Object.entries(JSON.parse(source.textContent)).forEach(([key, pairs]) => {
      const form = key === "sent" ? formOf(pairs) : byId(key) || all("form")[Number(key)];
      if (!form) return;
      fill(form, pairs);
      dirty.add(form);
    });
    announce("What you had typed before the page locked is back. Check it and save.");
  }

  // What was sent after the session had ended says its fields, not its form.
  function formOf(pairs) {
    return all("main form[method=post]").find((form) => pairs.every(([name]) => form.elements[name] || form.matches("[data-rows]")));
  }

  function fill(form, pairs) {
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    growRows(form, values);
    Array.from(form.elements).forEach((input) => {
      if (["checkbox", "radio"].includes(input.type)) {
        input.checked = (values.get(input.name) || []).includes(input.value);
      } else if (input.type === "select-multiple") {
        Array.from(input.options).forEach((option) => (option.selected = (values.get(input.name) || []).includes(option.value)));
      } else if (values.has(input.name) && !["file", "password"].includes(input.type)) {
        input.value = values.get(input.name).shift() ?? "";
        showChosen(input);
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // A list that is searched by typing shows its choice in a box of its own, which has no name.
  // What is typed leaves one choice: Enter and Tab take it, where USWDS would throw the letters away.
  function takeOnlyChoice(event) {
    const input = event.target;
    if (!["Enter", "Tab"].includes(event.key) || !input.matches(".usa-combo-box__input") || !input.value) return;
    const left = all(".usa-combo-box__list:not([hidden]) .usa-combo-box__list-option", input.closest(".usa-combo-box"));
    if (left.length === 1) left[0].click();
  }

  function showChosen(input) {
    const box = input.closest(".usa-combo-box");
    const shown = box && box.querySelector(".usa-combo-box__input");
    if (!shown) return;
    shown.value = input.value ? input.selectedOptions[0].text : "";
    box.classList.toggle("usa-combo-box--pristine", Boolean(input.value));
  }

  function announce(text) {
    const alert = document.createElement("div");
    alert.className = "usa-alert usa-alert--info usa-alert--slim";
    alert.setAttribute("role", "status");
    const inner = document.createElement("div");
    inner.className = "usa-alert__body";
    const line = document.createElement("p");
    line.className = "usa-alert__text";
    inner.append(line);
    alert.append(inner);
    byId("messages").append(alert);
    // Set after it is in the page, so that screen readers say it.
    setTimeout(() => (line.textContent = text), 100);
  }

  // --- Rows typed one after another ---------------------------------------------------

  function rowTotal(form) {
    return form.querySelector("input[name$='TOTAL_FORMS']");
  }

  function addRow(form) {
    const list = form.querySelector("[data-row-list]");
    const total = rowTotal(form);
    const number = total ? Number(total.value) : list.children.length;
    const holder = document.createElement(list.tagName === "TBODY" ? "tbody" : "div");
    holder.innerHTML = form.querySelector("[data-row-template]").innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.firstElementChild;
    list.append(row);
    if (total) total.value = String(number + 1);
    return row;
  }

  function growRows(form, values) {
    const total = rowTotal(form);
    if (!total || !values.has(total.name)) return;
    while (Number(total.value) < Number(values.get(total.name)[0])) addRow(form);
  }

  function inputsOf(row) {
    return all("input:not([type=hidden]), select, textarea", row).filter((input) => !input.disabled && input.offsetParent);
  }

  function focusFirst(row) {
    const [first] = inputsOf(row);
    if (first) first.focus();
  }

  function watchRows() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add-row]");
      if (button) focusFirst(addRow(button.closest("form")));
    });
    document.addEventListener("keydown", (event) => {
      const form = event.target.form;
      if (event.key !== "Enter" || !form) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        form.requestSubmit();
      } else if (form.hasAttribute("data-rows")) enterInRow(event, form);
    });
  }

  function enterInRow(event, form) {
    const list = form.querySelector("[data-row-list]");
    const row = Array.from(list.children).find((child) => child.contains(event.target));
    if (!row || ["TEXTAREA", "BUTTON"].includes(event.target.tagName)) return;
    event.preventDefault();
    const inputs = inputsOf(row);
    const next = inputs[inputs.indexOf(event.target) + 1];
    if (next && !event.altKey) next.focus();
    else focusFirst(row.nextElementSibling || addRow(form));
  }

  // --- Shortcuts, menus ---------------------------------------------------------------

  let lastKey = "";

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]");
  }

  function watchShortcuts() {
    document.addEventListener("keydown", (event) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "?" && byId("sheet-shortcuts")) byId("sheet-shortcuts").showModal();
      if (event.key === "/") focusSearch(event);
      if (event.key === "h" && lastKey === "g") document.querySelector(".usa-logo a").click();
      lastKey = event.key;
    });
    document.addEventListener("click", (event) => {
      const opener = event.target.closest("[data-open-sheet]");
      if (opener) byId(`sheet-${opener.dataset.openSheet}`).showModal();
      all("details.ecm-menu[open]").forEach((menu) => {
        if (!menu.contains(event.target) || opener) menu.open = false;
      });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") all("details.ecm-menu[open]").forEach((menu) => (menu.open = false));
    });
  }

  function focusSearch(event) {
    const field = document.querySelector("input[type=search], .ecm-filter input, .ecm-filter select");
    if (!field) return;
    event.preventDefault();
    field.focus();
  }

  // --- htmx: show forms with errors, bring new content to life ------------------------

  function watchHtmx() {
    document.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.xhr.status === 422) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      }
      if ([401, 403].includes(event.detail.xhr.status) || isSignIn(event.detail.xhr)) {
        event.detail.shouldSwap = false;
        window.location.reload();
      }
    });
    document.addEventListener("htmx:afterSettle", (event) => {
      showErrors(event.target);
      const count = event.target.querySelector(".ecm-count");
      if (count) byId("live").textContent = count.textContent;
    });
  }

  // Signed out meanwhile: the answer is the sign-in page, which is no fragment of this one.
  function isSignIn(xhr) {
    const signIn = body().dataset.signInUrl;
    return Boolean(signIn) && new URL(xhr.responseURL).pathname === signIn;
  }

  document.addEventListener("DOMContentLoaded", () => {
    watchQuickExit();
    watchForms();
    watchRows();
    watchShortcuts();
    watchHtmx();
    giveBack();
    document.addEventListener("keydown", takeOnlyChoice, true);
    showErrors(document);
    if ("signedIn" in body().dataset) watchIdle();
  });
})();
