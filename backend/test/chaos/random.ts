/** Seeded randomness: the same seed makes the same plan (what the machine makes of it is up to the machine). */
export class Random {
  constructor(private state: number) {}

  /** 0 ≤ x < 1; mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both bounds included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)];
  }

  /** A generator of its own for one part of the plan, so that parts do not disturb each other. */
  fork(label: string): Random {
    return new Random(hashText(label, this.state ^ 0x9e3779b9));
  }
}

/** FNV-1a over UTF-16 code units. Give the last result as `start` to go on where it ended. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
