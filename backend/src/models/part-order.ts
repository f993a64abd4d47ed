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

  /** What can go on now that this came by the SDK, in order. */
  accept(part: Part): Part[] {
    switch (part.type) {
      case 'text-delta':
      case 'reasoning-delta':
        return [];
      case 'text-start':
      case 'reasoning-start': {
        this.ids.push(part.id);
        const waiting = this.early;
        this.early = [];
        return [part, ...waiting.flatMap((delta) => this.acceptExpress(delta))];
      }
      default:
        return [part];
    }
  }

  /** The same for what came on the express lane. */
  acceptExpress(delta: ExpressDelta): Part[] {
    const id = this.ids[delta.part - 1];
    if (id !== undefined) return [{ type: delta.type, id, text: delta.text }];
    this.early.push(delta);
    return [];
  }
}
