/* What makes reading smoother. Every page works without it. */
(() => {
  "use strict";

  /* "/" goes to the search box, as on the sites that our readers know. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector(".search input");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

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
