// A file made by the server is handed to the visitor: saved, or opened to be printed.
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
