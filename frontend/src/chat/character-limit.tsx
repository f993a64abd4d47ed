import { texts } from '../ui/texts';

/** Said from here on; before, a counter would only distract. */
const NEAR = 0.9;

const format = new Intl.NumberFormat();

/** The line under the box: how much room is left when it matters, a word of caution otherwise. */
export function CharacterLimit({ length, max }: { length: number; max: number }) {
  const line = 'min-h-6 pt-1.5 text-center text-xs';
  if (length > max) {
    return (
      <p id="character-limit" role="alert" className={`${line} font-medium text-danger`}>
        {texts.composer.tooLong(format.format(length - max))}
      </p>
    );
  }
  return (
    <p id="character-limit" className={`${line} text-muted-foreground`}>
      {length > max * NEAR ? texts.composer.left(format.format(max - length)) : texts.composer.note}
    </p>
  );
}
