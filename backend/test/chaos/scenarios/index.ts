import type { Scenario } from '../scenario.js';
import { clocks } from './clocks.js';
import { commitBeforeEnd } from './commit-before-end.js';
import { convergingTabs } from './converging-tabs.js';
import { cuts } from './cuts.js';
import { damagedLog } from './damaged-log.js';
import { databaseRestart } from './database-restart.js';
import { frozenLong, frozenOwner, partition } from './frozen-owner.js';
import { halfOpen } from './half-open.js';
import { idempotentSend } from './idempotent-send.js';
import { killAfterChunk } from './kill-after-chunk.js';
import { killOwner } from './kill-owner.js';
import { lateResume } from './late-resume.js';
import { leaks } from './leaks.js';
import { load } from './load.js';
import { oneRunning } from './one-running.js';
import { pageClients } from './page-clients.js';
import { providerFaults } from './provider-faults.js';
import { rollingRestart } from './rolling-restart.js';
import { signOut } from './sign-out.js';
import { slowReaders } from './slow-readers.js';
import { stopAnywhere } from './stop-anywhere.js';
import { storm } from './storm.js';

/** All families, in the order they run. */
export const scenarios: readonly Scenario[] = [
  cuts,
  pageClients,
  commitBeforeEnd,
  convergingTabs,
  clocks,
  leaks,
  idempotentSend,
  oneRunning,
  stopAnywhere,
  lateResume,
  signOut,
  slowReaders,
  damagedLog,
  providerFaults,
  killAfterChunk,
  killOwner,
  frozenOwner,
  frozenLong,
  partition,
  rollingRestart,
  databaseRestart,
  halfOpen,
  storm,
  load,
];
