/** The rendered answer as other programs paste it: without buttons, coloured tokens or our own markup. */
export function toRichText(rendered: HTMLElement): string {
  const copy = rendered.cloneNode(true) as HTMLElement;
  for (const element of copy.querySelectorAll('button, figcaption, svg, .katex-html, [data-not-copied]'))
    element.remove();
  for (const picture of copy.querySelectorAll('img')) picture.replaceWith(picture.alt);
  for (const code of copy.querySelectorAll('pre code')) code.textContent = code.textContent ?? '';
  for (const element of copy.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) {
      if (name !== 'href' && name !== 'dir' && name !== 'start') element.removeAttribute(name);
    }
  }
  return copy.innerHTML;
}
