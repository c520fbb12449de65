/* What makes reading smoother. Every page works without it. */
(() => {
  "use strict";

  /* "/" goes to the search box, as on the sites that our readers know. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const boxes = [...document.querySelectorAll(".search input")];
    const box = boxes.find((one) => one.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  /* What the server offers while somebody types: a list that is walked with the arrows. */
  const boxOf = (list) => list.closest("form").querySelector("input[name=q]");
  const options = (list) => [...list.querySelectorAll("[role=option]")];
  const chosen = (list) => list.querySelector("[aria-selected=true]");

  function offer(list, isOpen) {
    list.hidden = !isOpen;
    boxOf(list).setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(list, null);
  }

  function choose(list, option) {
    chosen(list)?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) boxOf(list).setAttribute("aria-activedescendant", option.id);
    else boxOf(list).removeAttribute("aria-activedescendant");
  }

  function walk(list, step) {
    const all = options(list);
    if (!all.length) return;
    if (list.hidden) offer(list, true);
    /* Between the last and the first stands the box itself. */
    const at = all.indexOf(chosen(list));
    const next = at < 0 && step < 0 ? all.length - 1 : at + step;
    choose(list, all[next] ?? null);
  }

  function combobox(list) {
    const box = boxOf(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": list.id,
    })) box.setAttribute(name, value);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        walk(list, step);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        offer(list, false);
        event.preventDefault(); /* what was typed stays */
      } else if (event.key === "Enter" && !list.hidden && chosen(list)) {
        location.assign(chosen(list).dataset.href);
        event.preventDefault();
      }
    });
    box.addEventListener("blur", () => offer(list, false));
    box.addEventListener("input", () => choose(list, null));
    list.addEventListener("mousedown", (event) => event.preventDefault()); /* the box keeps the focus */
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.href);
    });
    list.addEventListener("htmx:afterSwap", () => {
      options(list).forEach((option, number) => { option.id = `${list.id}-${number}`; });
      offer(list, options(list).length > 0 && document.activeElement === box);
    });
  }

  /* A slider of years beside the date: moving it shows the year's last day. */
  function slider(form) {
    const date = form.querySelector("input[type=date]");
    const range = document.createElement("input");
    const thisYear = new Date().getFullYear();
    Object.assign(range, { type: "range", min: 1945, max: thisYear, step: 1 });
    range.value = date.value.slice(0, 4);
    range.setAttribute("aria-label", form.dataset.slider);
    range.addEventListener("input", () => {
      const year = Number(range.value);
      date.value = year === thisYear ? new Date().toISOString().slice(0, 10) : `${year}-12-31`;
    });
    range.addEventListener("change", () => form.requestSubmit());
    date.after(range);
  }

  function dress(root) {
    root.querySelectorAll("form[data-slider]:not([data-dressed])").forEach((form) => {
      form.dataset.dressed = "";
      slider(form);
    });
    root.querySelectorAll(".suggestions:not([data-dressed])").forEach((list) => {
      list.dataset.dressed = "";
      combobox(list);
    });
  }
  /* The frame of the filters asks for the list: it stays while the form in it is swapped. */
  document.addEventListener("submit", (event) => {
    if (window.htmx && event.target.id === "filter") event.preventDefault();
  });

  /* What is typed while a list is being fetched goes into the form that comes with it. */
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    event.detail.target.querySelectorAll("input:not([type=checkbox])").forEach((old) => {
      const [fresh] = old.id ? event.detail.fragment.querySelectorAll(`#${CSS.escape(old.id)}`) : [];
      if (fresh && old.value !== old.defaultValue) fresh.value = old.value;
    });
  });

  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.target));
})();
