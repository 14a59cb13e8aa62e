/* What a word processor adds to a text and the editor would take for words: the comments of reviewers and their
   marks, what tracked changes struck out, the marks of footnotes, soft hyphens. Everything else that is foreign
   (styles, fonts, pictures of the disk) the editor drops by itself; headings have blocks of their own. */

const NOISE = [
  "del",
  ".msoDel",
  ".MsoCommentReference",
  "a.msocomanchor",
  ".msocomtxt",
  "[style*='mso-element:comment']",
  "a[href^='#_msocom']",
  "a[href^='#_ftn']", // Word: the mark in the text, and the one before the note (#_ftnref)
  "a[href^='#_edn']",
  "a[href^='#ftnt']", // Google Docs
  "a[href^='#cmnt']",
  "a.sdfootnoteanc, a.sdfootnotesym, a.sdendnoteanc, a.sdendnotesym", // LibreOffice
].join(",");
const SOFT_HYPHEN = /\u00ad/g;

/** The HTML of a clipboard without that noise; the same string where there is none. */
export function clean(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelectorAll(NOISE);
  if (!found.length && !/\u00ad|&shy;|&#173;|&#xad;/i.test(html)) return html;
  found.forEach((element) => element.remove());
  return page.documentElement.outerHTML.replace(SOFT_HYPHEN, "").replaceAll("&shy;", "");
}

function paste(event) {
  const editor = event.target instanceof Element && event.target.closest(".public-DraftEditor-content");
  const html = editor && event.clipboardData?.getData("text/html");
  if (!html) return;
  const cleaned = clean(html);
  if (cleaned === html) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", cleaned);
  clipboardData.setData("text/plain", event.clipboardData.getData("text/plain").replace(SOFT_HYPHEN, ""));
  event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

// Before the editor's own.
document.addEventListener("paste", paste, { capture: true });
