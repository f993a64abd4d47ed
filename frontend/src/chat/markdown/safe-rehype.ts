import { harden } from 'rehype-harden';
import { defaultRehypePlugins, type StreamdownProps } from 'streamdown';

/**
 * What keeps an answer inert. No rehype-raw: HTML is shown as text. Images pass, because `Image` makes links of them:
 * nothing is fetched. Which links stay is `safeUrl`'s to say.
 */
export const rehypePlugins: StreamdownProps['rehypePlugins'] = [
  defaultRehypePlugins.sanitize,
  [
    harden,
    {
      defaultOrigin: location.origin,
      allowedLinkPrefixes: ['*'],
      allowedImagePrefixes: ['*'],
      allowDataImages: false,
    },
  ],
];
