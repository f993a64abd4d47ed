import type { AdminUserPatch, AdminUserView } from '@app/chat-protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { patchUser } from '../api/admin';
import { RequestError } from '../api/request';
import { checkAccess } from '../auth/access';
import { lateTexts } from '../ui/late-texts';
import { toast } from '../ui/toast';
import { showUser } from './users-query';

/** Changes somebody's role or quota, or suspends them; says what came of it. */
export function useChangeUser(ownId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ user, patch }: { user: AdminUserView; patch: AdminUserPatch }) => patchUser(user.id, patch),
    onSuccess: (changed, { patch }) => {
      showUser(queryClient, changed);
      void toast(wordsFor(changed, patch));
      if (changed.id === ownId) void checkAccess();
    },
    onError: (error) => void toast(error instanceof RequestError ? error.message : lateTexts.admin.changeFailed),
    networkMode: 'always',
  });
}

function wordsFor({ name, role }: AdminUserView, { isBanned, ownQuotas }: AdminUserPatch): string {
  const { changed } = lateTexts.admin;
  if (ownQuotas !== undefined) return changed.quotas(name);
  if (isBanned !== undefined) return isBanned ? changed.banned(name) : changed.unbanned(name);
  return changed[role](name);
}
