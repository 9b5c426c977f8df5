// What a visitor takes along: a file made by the server, saved or opened to be printed; a text, copied.
function hand(file) {
  const content = file.encoded ? Uint8Array.from(atob(file.text), (char) => char.charCodeAt(0)) : file.text;
  const url = URL.createObjectURL(new Blob([content], { type: file.type }));
  const link = document.createElement("a");
  link.href = url;
  if (file.print) { link.target = "_blank"; link.rel = "noopener"; } else link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
document.addEventListener("rraml:save", (event) => hand(event.detail));
watch("value", () => { if (props.value?.text) hand(props.value); });

async function copy({ text, button }) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // on plain http to another machine there is no clipboard: the old way
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  document.dispatchEvent(new CustomEvent("rraml:say", { detail: "Copied." }));
  button.dataset.label ??= button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = button.dataset.label; }, 1200);
}
document.addEventListener("rraml:copy", (event) => copy(event.detail));
