/** A random id, also where `crypto.randomUUID` is missing: browsers hide it on plain http outside localhost. */
export function createId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
