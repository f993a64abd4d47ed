/**
 * A statement that is asked for often: each connection has PostgreSQL parse it once, and plan it a few times. For `query`
 * of TypeORM, which hands it on to `pg` as it is, though its types know texts only.
 *
 * @param name of this text alone
 */
export function statement(name: string, text: string): string {
  return Object.freeze({ name, text }) as unknown as string;
}
