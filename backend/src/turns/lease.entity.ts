import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A living process. Turns of an owner without a current lease are taken over. */
@Entity('node_leases')
export class Lease {
  /** The incarnation: new at every start of a process. */
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** The process by number, start time, container and machine (`identityOf`): whoever is there sees when it is dead. */
  @Column({ type: 'text' })
  place: string;

  /** Database clock. */
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
