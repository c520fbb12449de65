/* A button that copies a text, where the browser lets pages write to its clipboard. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;

  document.querySelectorAll("[data-copy]").forEach((list) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.copyLabel;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(list.dataset.copy).textContent);
      button.textContent = list.dataset.copiedLabel;
    });
    const item = document.createElement("li");
    item.setAttribute("aria-live", "polite");
    item.append(button);
    list.prepend(item);
  });
})();
