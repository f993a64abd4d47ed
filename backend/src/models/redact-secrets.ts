const HIDDEN = '[hidden]';

const PATTERNS: [RegExp, string][] = [
  [/\bsk-[\w-]+(\*+[\w-]*)?/g, HIDDEN],
  [/\btl_[\w-]{20,}/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${HIDDEN}`],
  [/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi, `$1${HIDDEN}@`],
];

const knownSecrets = new Set<string>();

/** Makes `redact` hide this exact text as well. A property of the process, so that every log line is covered. */
export function hideSecret(secret: string | undefined): void {
  // A shorter one would blank out ordinary words.
  if (secret !== undefined && secret.length >= 6) knownSecrets.add(secret);
}

/** The text without keys, tokens and passwords, for logs. */
export function redact(text: string): string {
  for (const secret of knownSecrets) text = text.replaceAll(secret, HIDDEN);
  for (const [pattern, replacement] of PATTERNS) text = text.replace(pattern, replacement);
  return text;
}
