/**
 * The headers that `OTEL_EXPORTER_OTLP_HEADERS` names: `key=value`, comma-separated, values percent-encoded. Each holds
 * a secret, as far as anybody knows.
 */
export function otlpHeaders(text: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const item of text?.split(',') ?? []) {
    const [name, ...value] = item.split('=');
    headers[name.trim()] = decodeURIComponent(value.join('=').trim());
  }
  return headers;
}

/** Whether `otlpHeaders` can read it, into headers that HTTP lets through. */
export function areOtlpHeaders(text: string): boolean {
  try {
    return Object.entries(otlpHeaders(text)).every(
      ([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\x20-\x7E]+$/.test(value),
    );
  } catch {
    return false; // A stray percent sign.
  }
}
