import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A living process. Turns of an owner without a current lease are taken over. */
@Entity('node_leases')
export class Lease {
  /** The incarnation: new at every start of a process. */
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** Host, port and worker: a new process at the same place proves that its predecessor is dead. */
  @Column({ type: 'text' })
  place: string;

  /** Database clock. */
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
