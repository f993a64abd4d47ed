import { Initial1764000000000 } from './1764000000000-initial.js';
import { Accounts1764000100000 } from './1764000100000-accounts.js';
import { Limits1764000200000 } from './1764000200000-limits.js';
import { ConversationKeeping1764000300000 } from './1764000300000-conversation-keeping.js';
import { Search1764000300001 } from './1764000300001-search.js';
import { SettingsOwner1764000900000 } from './1764000900000-settings-owner.js';
import { MessageSteps1764001400000 } from './1764001400000-message-steps.js';
import { Figures1764001500000 } from './1764001500000-figures.js';
import { StoredTime1764001600000 } from './1764001600000-stored-time.js';
import { OwnQuotas1764001700000 } from './1764001700000-own-quotas.js';

/** In the order they run; a new one goes at the end. */
export const migrations = [
  Initial1764000000000,
  Accounts1764000100000,
  Limits1764000200000,
  ConversationKeeping1764000300000,
  Search1764000300001,
  SettingsOwner1764000900000,
  MessageSteps1764001400000,
  Figures1764001500000,
  StoredTime1764001600000,
  OwnQuotas1764001700000,
];
