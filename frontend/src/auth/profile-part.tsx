import type { UserView } from '@app/chat-protocol';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { patchAccount } from '../api/account';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { updateUser } from './access';
import { Avatar } from './avatar';
import { Part, PartError } from './part';
import { TextField } from './text-field';

/** Who somebody is, and what they are called. */
export function ProfilePart({ user }: { user: UserView }) {
  const { profile } = lateTexts.account;
  const [name, setName] = useState(user.name);
  const save = useMutation({
    mutationFn: () => patchAccount({ name: name.trim() }),
    onSuccess: (saved) => {
      updateUser(saved);
      setName(saved.name);
    },
    networkMode: 'always',
  });
  const isChanged = name.trim() !== user.name && name.trim() !== '';
  return (
    <Part title={profile.title}>
      <div className="flex items-center gap-3 py-4">
        <Avatar name={user.name} isLarge />
        <div className="min-w-0 text-sm leading-5">
          <bdi className="block truncate font-medium">{user.name}</bdi>
          <p className="truncate text-[13px] text-muted-foreground">
            {user.email}
            {user.role === 'admin' && ` · ${profile.roles.admin}`}
          </p>
        </div>
      </div>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <TextField
          className="min-w-48 flex-1"
          label={profile.name}
          dir="auto"
          autoComplete="name"
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            save.reset();
          }}
        />
        <PrimaryButton
          type="submit"
          disabled={!isChanged || save.isPending}
          className="h-10 rounded-[10px] pointer-coarse:h-12"
        >
          {lateTexts.settings.save}
        </PrimaryButton>
      </form>
      <p role="status" className="pt-1.5 text-[13px] text-muted-foreground empty:hidden">
        {save.isSuccess && !isChanged && profile.saved}
      </p>
      {save.isError && <PartError>{lateTexts.settings.notSaved}</PartError>}
    </Part>
  );
}
