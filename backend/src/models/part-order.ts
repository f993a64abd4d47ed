import type { TextStreamPart, ToolSet } from 'ai';
import type { ExpressDelta } from './express-lane.js';

type Part = TextStreamPart<ToolSet>;

/**
 * Brings together what came by the SDK and what overtook it on the express lane: a part's text waits for the part's
 * start, and the SDK's own copy of it is dropped. The order of everything else is the SDK's, so the answer adds up to
 * the same message.
 */
export class PartOrder {
  /** Ids, as the SDK spells them, of the parts that have been started. */
  private readonly ids: string[] = [];
  /** Text that is here before its part has started. */
  private early: ExpressDelta[] = [];

  /** @param deliver takes what can go on, in order */
  constructor(private readonly deliver: (part: Part) => void) {}

  /** Takes what came by the SDK. */
  accept(part: Part): void {
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') return;
    this.deliver(part);
    if (part.type !== 'text-start' && part.type !== 'reasoning-start') return;
    this.ids.push(part.id);
    const { early } = this;
    this.early = [];
    for (const delta of early) this.acceptExpress(delta);
  }

  /** Takes what came on the express lane. */
  acceptExpress(delta: ExpressDelta): void {
    const id = this.ids[delta.part - 1];
    if (id === undefined) this.early.push(delta);
    else this.deliver({ type: delta.type, id, text: delta.text });
  }
}
