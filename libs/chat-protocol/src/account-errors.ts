/** What can go wrong around accounts, with the only sentences that ever reach a user. REST only: no frame carries these. */
export const ACCOUNT_ERRORS = {
  'no-session': 'There is no session.',
  'wrong-credentials': 'The e-mail or the password is wrong.',
  'email-taken': 'There is an account with this e-mail already. Please sign in.',
  'email-invalid': 'This is not an e-mail address.',
  'password-too-short': 'The password is too short: at least 10 characters, please.',
  'password-too-long': 'The password is too long: at most 128 characters, please.',
  'sign-up-closed': 'This server takes no new accounts. Ask its administrator.',
  'mode-off': 'This way of signing in is not available here.',
  banned: 'This account has been suspended by an administrator.',
  'too-many-attempts': 'Too many attempts. Please wait a moment.',
  'provider-unavailable': 'The sign-in service cannot be reached right now. Please try again in a moment.',
  'account-required': 'This needs an account: sign up or sign in first.',
  'browser-session-required': 'An API key cannot do this: sign in in a browser.',
  'admin-required': 'Only an administrator can do this.',
  'last-admin': 'There must be another administrator first.',
  'too-many-keys': 'There are too many API keys. Delete one first.',
  'foreign-origin': 'This request came from another site.',
} as const;

export type AccountErrorCode = keyof typeof ACCOUNT_ERRORS;
