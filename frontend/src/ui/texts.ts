/**
 * Every sentence the page shows, in one place, but what only views that load later say (late-texts.ts). Errors of
 * answers come from the protocol's catalogue instead.
 */
export const texts = {
  /** BCP 47, for dates and numbers. */
  language: 'en',
  product: 'Throughline',
  skipToBox: 'Skip to the message box',
  tryAgain: 'Try again',
  tryAgainIn: (ms: number) => `Try again in ${waitFor(ms)}`,
  undo: 'Undo',
  save: 'Save',
  cancel: 'Cancel',
  done: 'Done',
  send: 'Send',
  dismiss: 'Dismiss',
  close: 'Close',
  reload: 'Reload',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  nothingToCopy: 'There is nothing to copy yet',

  session: {
    connecting: 'Connecting…',
    unreachable: 'Cannot reach the server',
    unreachableHint: 'Trying again by itself. Check that Throughline is running and that you are online.',
  },

  connection: {
    connected: 'Connected',
    connecting: 'Connecting',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    ended: 'Signed out',
    bannerReconnecting: 'Reconnecting… what you sent and what was answered is kept on the server.',
    bannerOffline: 'You are offline. What you write is kept, and answers continue on the server.',
    bannerEnded: 'You are signed out. What you see and write stays here until you are back.',
    bannerOutdated: 'Throughline has been updated. Reload when it suits you: what you have written stays.',
    retryNow: 'Retry now',
  },

  signIn: { titles: { 'sign-in': 'Sign in', 'sign-up': 'Create an account' } },

  account: {
    guest: 'Guest',
    adminTitle: 'Administration',
  },

  theme: { label: 'Theme', light: 'Light', dark: 'Dark', system: 'System' },

  sidebar: {
    label: 'Conversations',
    show: 'Show sidebar',
    hide: 'Hide sidebar',
    newChat: 'New chat',
    search: 'Search',
    archived: 'Archived conversations',
    loading: 'Loading conversations',
    empty: 'Your conversations will appear here.',
    failed: 'The list could not be loaded.',
    groups: { pinned: 'Pinned', today: 'Today', yesterday: 'Yesterday', week: 'Previous 7 days' },
  },

  conversation: {
    untitled: 'New conversation',
    missing: 'Not found',
    answering: 'Answering',
    unread: 'New answer',
    pinnedMark: 'Pinned',
    archivedMark: 'Archived',
    options: (title: string) => `Options for ${title}`,
    rename: 'Rename',
    renameLabel: 'New title',
    pin: 'Pin',
    unpin: 'Unpin',
    archive: 'Archive',
    unarchive: 'Move back to the list',
    archived: (title: string) => `“${title}” archived`,
    exportMarkdown: 'Export as Markdown',
    exportJson: 'Export as JSON',
    exportFailed: 'The conversation could not be exported.',
    delete: 'Delete',
    deleted: (title: string) => `“${title}” deleted`,
    deleteFailed: 'The conversation could not be deleted.',
    changeFailed: 'The change could not be saved.',
  },

  settings: { title: 'Settings' },

  thread: {
    label: 'Messages',
    loading: 'Loading conversation',
    loadingOlder: 'Loading older messages',
    missing: 'This conversation was not found',
    missingHint: 'It may have been deleted, or it belongs to someone else.',
    failed: 'The conversation could not be loaded',
    failedHint: 'It is safe on the server.',
    jump: 'Jump to latest',
    jumpNew: 'Jump to latest, new text below',
    deleted: 'This conversation is deleted',
    gone: 'This message is not there any more.',
    busy: 'The message can be shown when the answer has ended.',
    branchFailed: 'The other version could not be shown.',
  },

  message: {
    you: 'You',
    answer: 'Answer',
    sending: 'Sending…',
    saved: 'Saved',
    whenOnline: 'Will be sent when you are back online',
    notSent: 'Not sent',
    edit: 'Edit and send again',
    sendAgain: 'Send again',
    notSentHint: 'This message was not sent.',
    thinking: 'Thinking',
    reasoning: 'Reasoning',
    thought: (seconds: number) => (seconds < 1 ? 'Thought for a moment' : `Thought for ${duration(seconds)}`),
    sources: 'Sources',
    stopped: 'Stopped',
    interrupted: 'Interrupted',
    continue: 'Continue',
    editMessage: 'Edit message',
    editLabel: 'Your message',
    editHint: 'The old version stays reachable.',
    versions: 'Versions',
    version: (position: number, count: number) => `${position} / ${count}`,
    versionLabel: (position: number, count: number) => `Version ${position} of ${count}`,
    previousVersion: 'Previous version',
    nextVersion: 'Next version',
    retryNow: 'Try now',
    discard: 'Discard',
    discarded: 'Message discarded',
    regenerate: 'Regenerate',
    copyAnswer: 'Copy answer',
    copyMessage: 'Copy message',
    showAll: 'Show all',
    showLess: 'Show less',
    failed: 'The answer could not be completed. Please try again.',
    waiting: {
      queued: (ahead: number) => (ahead === 1 ? 'Waiting for one answer' : `Waiting for ${ahead} answers`),
      retrying: 'The AI service is busy. Trying again',
      'taken-over': 'The answer was interrupted and is written again',
      slow: 'Still waiting for the model',
      reconnecting: 'Reconnecting. What was answered is kept on the server',
    },
  },

  tool: {
    running: 'running…',
    done: 'done',
    failed: 'failed',
    cut: 'not finished',
    input: 'Given to it',
    output: 'What came back',
    problem: 'What went wrong',
  },

  composer: {
    label: 'Message',
    placeholder: 'Ask anything',
    placeholderReply: 'Reply…',
    send: 'Send',
    queue: 'Send after this answer',
    stop: 'Stop answering',
    note: 'Answers can be wrong. Check what matters.',
    left: (count: string) => `${count} characters left`,
    tooLong: (count: string) => `${count} characters too long`,
    noFiles: 'Files cannot be sent here. Paste their text instead.',
    queued: 'Waiting to be sent',
    removeQueued: 'Remove from queue',
    editQueued: 'Edit',
    queuedLabel: 'Queued message',
    held: 'Waiting for you: send a message, or one of these now.',
    instructions: 'Instructions for this conversation',
    sendNow: 'Send now',
  },

  feedback: {
    good: 'Good answer',
    bad: 'Bad answer',
    failed: 'Your feedback could not be saved.',
  },

  empty: {
    greeting: 'What are we working on?',
    starters: [
      {
        title: 'Explain an idea',
        prompt: 'Explain how a chat can survive a lost connection, with an everyday analogy.',
      },
      {
        title: 'Write some code',
        prompt: 'Write a TypeScript function that retries with exponential backoff, and explain it.',
      },
      {
        title: 'Compare options',
        prompt: 'Compare PostgreSQL, SQLite and Redis in a table: durability, speed, operations.',
      },
      {
        title: 'Make a plan',
        prompt: 'Plan a relaxed three-day trip to Lisbon for two people who love food and walking.',
      },
    ],
    startersLabel: 'Suggestions',
    demo: 'You are talking to the built-in demo model.',
    demoHint: 'For real answers, start the server with',
  },

  model: { demo: 'Demo model', label: (name: string) => `Model: ${name}` },

  status: {
    answering: 'Answering',
    complete: (start: string) => `Answer complete. ${start}`,
    stopped: 'Answer stopped',
  },
} as const;

/** Whole seconds up to a minute, then minutes and seconds. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** As exact as a person who waits wants to know it. */
function waitFor(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}
