import type { Target } from './target.js';

/** One way to misuse the server. */
export interface Attack {
  /** As `threats.md` counts them. */
  threat: string;
  name: string;
  /** More settings of its server. */
  env?: Record<string, string>;
  /**
   * @param scale part of the stated size; 1 = all of it
   * @returns what was done, and what the server did about it
   */
  run(target: Target, scale: number): Promise<{ size: string; result: string }>;
}

/** How often each thing came, in words. */
export function tally(things: (string | number)[]): string {
  const counts = new Map<string | number, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].map(([thing, count]) => `${count} × ${thing}`).join(', ');
}

/** Several users' cookies. */
export async function signInMany(target: Target, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let number = 0; number < count; number++) cookies.push(await target.signIn());
  return cookies;
}
