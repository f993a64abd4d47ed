type Sonner = typeof import('sonner');

/** Shows a toast. The library comes with the first one: a page without news does not load it. */
export async function toast(text: string, options?: Parameters<Sonner['toast']>[1]): Promise<void> {
  (await import('sonner')).toast(text, options);
}

/** Takes a toast away that was shown with this `id`. */
export async function dismissToast(id: string): Promise<void> {
  (await import('sonner')).toast.dismiss(id);
}
