// What an operator does for an account, beside the server: `npm run reset-password -- <email>`, `npm run make-admin -- <email>`.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import { AccountRecoveryRepository, type RecoveredAccount } from './accounts/account-recovery.repository.js';
import { parseConfig, type Config } from './config/config.js';
import { hideSecrets } from './config/hide-secrets.js';
import { createDataSource } from './database/data-source.js';
import { FolderLockedError } from './database/folder-lock.js';
import { redact } from './models/redact-secrets.js';
import { describeStartFailure } from './start-failure.js';

const USAGE = 'Usage: npm run reset-password -- <email>, or: npm run make-admin -- <email>';

/** What went wrong is the operator's to mend, and the message says how. */
class CommandError extends Error {}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const what = error instanceof CommandError ? error.message : describeStartFailure(error);
  process.stderr.write(`${redact(what)}\n`);
  process.exitCode = 1;
}

async function run([action, email, ...rest]: string[]): Promise<void> {
  if ((action !== 'reset-password' && action !== 'make-admin') || email === undefined || rest.length > 0) {
    throw new CommandError(USAGE);
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = parseConfig(process.env);
  hideSecrets(config);
  await withRecovery(config, (recovery) =>
    action === 'make-admin' ? makeAdmin(recovery, email) : resetPassword(recovery, email, config),
  );
}

async function resetPassword(recovery: AccountRecoveryRepository, email: string, config: Config): Promise<void> {
  const password = randomBytes(15).toString('base64url');
  const account = known(await recovery.setPassword(email, await hashPassword(password)), email);
  say(`The new password of ${email}${account.isAdmin ? ', an administrator' : ''}, shown this once: ${password}`);
  say('All sessions have ended. Sign in with it and change it in the settings.');
  if (!config.AUTH_MODES.includes('password')) say('Note: AUTH_MODES lets nobody in by password.');
  warnOfBan(account);
}

async function makeAdmin(recovery: AccountRecoveryRepository, email: string): Promise<void> {
  const account = known(await recovery.makeAdmin(email), email);
  say(`${email} is an administrator.`);
  warnOfBan(account);
}

function known(account: RecoveredAccount | null, email: string): RecoveredAccount {
  if (account === null) throw new CommandError(`There is no account with the e-mail ${email}.`);
  return account;
}

function warnOfBan({ isBanned }: RecoveredAccount): void {
  if (isBanned) say('Note: the account is suspended. Another administrator can let it in again.');
}

/** Opens the database as the server would, but makes and changes none. */
async function withRecovery(
  config: Config,
  task: (recovery: AccountRecoveryRepository) => Promise<void>,
): Promise<void> {
  const folder = join(config.DATA_DIR, 'pgdata');
  if (config.DATABASE_URL === undefined && !existsSync(join(folder, 'cluster'))) {
    throw new CommandError(`There is no database in ${folder}: set DATABASE_URL or DATA_DIR as for the server.`);
  }
  const dataSource = await createDataSource(config).catch((error: unknown) => {
    if (!(error instanceof FolderLockedError)) throw error;
    throw new CommandError('The server has the embedded database open: stop it, run this again, then start it.');
  });
  await dataSource.initialize();
  try {
    await task(new AccountRecoveryRepository(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
