/** Copies text, with rich text beside it where given. Rejects when the browser refuses. */
export async function copyText(text: string, html?: string): Promise<void> {
  if (!('clipboard' in navigator)) return copyBySelection(text); // hidden on plain http outside localhost
  if (html === undefined || !('ClipboardItem' in window)) return navigator.clipboard.writeText(text);
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': new Blob([text], { type: 'text/plain' }),
      'text/html': new Blob([html], { type: 'text/html' }),
    }),
  ]);
}

function copyBySelection(text: string): void {
  const focused = document.activeElement;
  const box = document.createElement('textarea');
  box.value = text;
  box.style.position = 'fixed';
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand('copy');
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isCopied) throw new Error('copy was refused');
}
