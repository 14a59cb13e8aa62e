// In the page editor: what a view says of the draft, asked for again each time the draft is saved.

async function show(place) {
  try {
    const answer = await fetch(place.dataset.draftReport, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) return;
    const report = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...report.body.childNodes);
  } catch {
    // The last answer stays until the next saving.
  }
}

function showAll() {
  for (const place of document.querySelectorAll("[data-draft-report]")) show(place);
}

document.addEventListener("w-autosave:success", showAll);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showAll);
else showAll();
