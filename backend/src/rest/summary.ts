const SUMMARY = Symbol('what a route does');

/** What a route does, for those who write clients. */
export interface RouteSummary {
  summary: string;
  /** What else there is to know, as Markdown. */
  description?: string;
}

/** Says in a few words what a route does, and in sentences what else there is to know. */
export function Summary(summary: string, description?: string): MethodDecorator {
  return (_controller, _name, { value }) =>
    Reflect.defineMetadata(SUMMARY, { summary, ...(description && { description }) }, value as object);
}

/** What was said of a route's handler. @throws Error where nothing was: each route needs one */
export function summaryOf(handler: object): RouteSummary {
  const summary = Reflect.getMetadata(SUMMARY, handler) as RouteSummary | undefined;
  if (summary === undefined) throw new Error(`A route has no @Summary: ${(handler as { name: string }).name}`);
  return summary;
}
