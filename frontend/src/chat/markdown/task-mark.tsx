import { Square, SquareCheck } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { ExtraProps } from 'streamdown';
import { lateTexts } from '../../ui/late-texts';

/** The box of a task list's item: a picture of one, since nobody can tick it. */
export function TaskMark({ checked }: ComponentProps<'input'> & ExtraProps) {
  const Icon = checked ? SquareCheck : Square;
  const label = checked ? lateTexts.markdown.done : lateTexts.markdown.toDo;
  return <Icon role="img" aria-label={label} className="me-1.5 inline size-4 align-[-0.15em] text-muted-foreground" />;
}
