// Brings the field that an address names (#:w:contentpath=…) before the editor's eyes, also on the page that is
// open already. Wagtail scrolls there when a form opens, but smoothly, and is stopped by what still loads.

const OPENING = 600; // milliseconds: after Wagtail's own attempt

function field() {
  const path = new URLSearchParams(location.hash.split(":w:")[1] || "").get("contentpath");
  const parts = (path || "").split(".").filter(Boolean);
  const selector = parts.map((part) => `[data-contentpath="${CSS.escape(part)}"]`).join(" ");
  return selector ? document.querySelector(selector) : null;
}

function open(element) {
  const tab = element.closest('[role="tabpanel"]')?.id;
  if (tab) document.querySelector(`[role="tab"][aria-controls="${CSS.escape(tab)}"]`)?.click();
  const panels = [...document.querySelectorAll('[data-panel-toggle][aria-expanded="false"]')];
  const around = (toggle) => toggle.closest("[data-panel]")?.contains(element) || element.contains(toggle);
  panels.filter(around).forEach((toggle) => toggle.click());
}

function go() {
  const element = field();
  if (!element) return;
  open(element);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  // Downwards only: the form is never wider than its window.
  for (let around = element.parentElement; around; around = around.parentElement) around.scrollLeft = 0;
  element.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true], button")?.focus({
    preventScroll: true,
  });
}

addEventListener("hashchange", go);
addEventListener("load", () => setTimeout(go, OPENING));
