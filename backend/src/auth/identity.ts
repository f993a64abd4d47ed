import type { UserRole } from '@app/chat-protocol';

/** What somebody showed to be let in; when it ends, so does what was opened with it. */
export interface Credential {
  kind: 'session' | 'key';
  /** Id of the row, not what was shown. */
  id: string;
}

/** Who a request or a socket belongs to. */
export interface Identity {
  userId: string;
  isGuest: boolean;
  role: UserRole;
  credential: Credential;
}
