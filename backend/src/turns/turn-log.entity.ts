import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Turn } from './turn.entity.js';

/** One commit's worth of a turn's numbered chunks. Written once, never changed. */
@Entity('turn_log')
export class TurnLogRow {
  @PrimaryColumn({ name: 'turn_id', type: 'uuid' })
  turnId: string;

  /** Offset of its first chunk; rows of a turn are dense: the next one starts at `firstOffset + chunkCount`. */
  @PrimaryColumn({ name: 'first_offset', type: 'int' })
  firstOffset: number;

  @Column({ name: 'chunk_count', type: 'int' })
  chunkCount: number;

  /** The chunks as JSON, one a line. Text, not jsonb: what was logged is what is replayed, to the byte. */
  @Column({ type: 'text' })
  chunks: string;

  @ManyToOne(() => Turn, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'turn_id', foreignKeyConstraintName: 'FK_turn_log_turn' })
  turn?: Relation<Turn>;
}
