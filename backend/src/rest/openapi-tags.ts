/** Groups of routes: by how their paths begin, in the order of the document. */
const TAGS = [
  { name: 'Signing in', paths: ['/api/v1/session', '/api/v1/auth'], description: 'Who one is, and the ways in.' },
  {
    name: 'Conversations',
    paths: ['/api/v1/conversations', '/api/v1/search'],
    description: 'What was said. Asking and answering go over the WebSocket.',
  },
  {
    name: 'Settings',
    paths: ['/api/v1/settings', '/api/v1/survey'],
    description: 'What holds for all of a user’s conversations.',
  },
  { name: 'Account', paths: ['/api/v1/account'], description: 'A user’s own account: a browser’s session is needed.' },
  { name: 'Administration', paths: ['/api/v1/admin'], description: 'For administrators, signed in with a browser.' },
  { name: 'Health', paths: ['/health'], description: 'For load balancers and supervisors.' },
];

/** The groups, as the document lists them. */
export const tags = TAGS.map(({ name, description }) => ({ name, description }));

/** The group of a path. @throws Error where it belongs to none */
export function tagOf(path: string): string {
  const tag = TAGS.find(({ paths }) => paths.some((start) => path === start || path.startsWith(`${start}/`)));
  if (tag === undefined) throw new Error(`No group of the API's description has ${path}`);
  return tag.name;
}
