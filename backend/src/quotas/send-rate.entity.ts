import { Column, Entity, PrimaryColumn } from 'typeorm';

/** New questions of a user in the minute that began with the first of them. Rows of long ago are dropped. */
@Entity('send_rates')
export class SendRate {
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'window_start', type: 'timestamptz' })
  windowStart: Date;

  @Column({ type: 'int' })
  sends: number;
}
