/** Saves the body of an answer as a file, under the name its `content-disposition` gives. */
export async function download(response: Response, fallbackName: string): Promise<void> {
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(response.headers.get('content-disposition') ?? '') ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url)); // not at once: the browser reads it after the click
}

/** The name in a `content-disposition`, the encoded one first; undefined = there is none. */
export function fileNameOf(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1];
}
