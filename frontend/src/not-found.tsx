import { MapPinOff } from 'lucide-react';
import { useNavigate } from 'react-router';
import { Button } from './ui/button';
import { lateTexts } from './ui/late-texts';
import { Notice } from './ui/notice';

/** In place of what an address does not lead to. */
export default function NotFound() {
  const navigate = useNavigate();
  const { title, hint, start } = lateTexts.notFound;
  return (
    <Notice Icon={MapPinOff} title={title} hint={hint}>
      <Button onClick={() => void navigate('/')} className="h-9">
        {start}
      </Button>
    </Notice>
  );
}
