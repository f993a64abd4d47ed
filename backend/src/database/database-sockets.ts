import { Socket } from 'node:net';
import type { DataSource } from 'typeorm';

/**
 * The sockets to PostgreSQL. When the way there swallows what is sent, TCP takes a quarter of an hour to say so, and until
 * then every query waits: whoever knows better cuts them all, and the queries fail and are repeated on new ones.
 */
export class DatabaseSockets {
  private static readonly byDataSource = new WeakMap<DataSource, DatabaseSockets>();
  private readonly sockets = new Set<Socket>();

  /** Undefined = the embedded database, which has none. */
  static of(dataSource: DataSource): DatabaseSockets | undefined {
    return this.byDataSource.get(dataSource);
  }

  static keep(dataSource: DataSource, sockets: DatabaseSockets): void {
    this.byDataSource.set(dataSource, sockets);
  }

  /** For the `stream` option of `pg`. */
  readonly create = (): Socket => {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  };

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
