const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** Where a link of an answer leads; null = nowhere a person should be sent. Paths are of our own origin. */
export function safeUrl(href: unknown): URL | null {
  if (typeof href !== 'string' || !URL.canParse(href, location.origin)) return null;
  const url = new URL(href, location.origin);
  return SAFE_PROTOCOLS.has(url.protocol) ? url : null;
}
