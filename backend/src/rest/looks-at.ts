const LOOKS_AT = Symbol('what a route without a guard looks at');

/** A way to say who one is. */
export type Credential = 'session' | 'key';

/** Says what a route without a guard takes notice of where it is shown. */
export function LooksAt(...credentials: Credential[]): MethodDecorator {
  return (_controller, _name, { value }) => Reflect.defineMetadata(LOOKS_AT, credentials, value as object);
}

/** What was said of a route's handler; null = it looks at nothing. */
export function shownTo(handler: object): Credential[] | null {
  return (Reflect.getMetadata(LOOKS_AT, handler) as Credential[] | undefined) ?? null;
}
