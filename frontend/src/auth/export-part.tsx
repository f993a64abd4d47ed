import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { exportAccount } from '../api/account';
import { Button } from '../ui/button';
import { download } from '../ui/download';
import { lateTexts } from '../ui/late-texts';
import { Part, PartError } from './part';

export function ExportPart() {
  const { export: words } = lateTexts.account;
  const save = useMutation({
    mutationFn: async () => download(await exportAccount(), 'throughline-export.json'),
    networkMode: 'always',
  });
  return (
    <Part
      title={words.title}
      hint={words.hint}
      action={
        <Button disabled={save.isPending} onClick={() => save.mutate()}>
          <Download aria-hidden className="size-3.5" />
          {words.button}
        </Button>
      }
    >
      {save.isError && <PartError>{words.failed}</PartError>}
    </Part>
  );
}
