import { Image as ImageIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { ExtraProps } from 'streamdown';
import { lateTexts } from '../../ui/late-texts';
import { safeUrl } from './safe-url';

const REL = 'noopener noreferrer nofollow';

export function Link({ href, children }: ComponentProps<'a'> & ExtraProps) {
  if (safeUrl(href) === null) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel={REL}>
      {children}
    </a>
  );
}

/** A link in place of the picture: fetching it would tell a stranger's server what the answer made us load. */
export function Image({ src, alt }: ComponentProps<'img'> & ExtraProps) {
  const url = safeUrl(src);
  if (url === null) return <span>{lateTexts.markdown.image(alt ?? '')}</span>;
  return (
    <a href={url.href} target="_blank" rel={REL}>
      <ImageIcon aria-hidden className="me-1 inline size-4 align-[-0.15em]" />
      {lateTexts.markdown.imageAt(alt ?? '', url.host)}
    </a>
  );
}
