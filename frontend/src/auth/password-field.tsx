import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { IconButton } from '../ui/icon-button';
import { lateTexts } from '../ui/late-texts';
import { TextField } from './text-field';

/** A password, hidden until the eye is pressed. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'action' | 'type'>) {
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      action={
        <IconButton
          label={isShown ? lateTexts.signIn.hidePassword : lateTexts.signIn.showPassword}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        </IconButton>
      }
    />
  );
}
