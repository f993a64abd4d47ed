import type { ReactNode } from 'react';
import { cx } from '../ui/cx';
import { ScrollBox } from '../ui/scroll-box';

export interface Column<Row> {
  key: string;
  title: string;
  /** Numbers stand at the end of their column, digit under digit. */
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  /** The accessible name. */
  label: string;
  /** The first names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  className?: string;
}

/** A table that scrolls inside its own box where there is no room. */
export function DataTable<Row>({ label, columns, rows, keyOf, className }: DataTableProps<Row>) {
  return (
    <ScrollBox label={label} className={cx('overflow-auto focus-visible:-outline-offset-2', className)}>
      <table aria-label={label} className="w-full border-collapse text-[13px] leading-5 whitespace-nowrap tabular-nums">
        <thead>
          <tr className="text-xs text-muted-foreground">
            {columns.map(({ key, title, isNumber }) => (
              <th
                key={key}
                scope="col"
                className={cx(
                  'sticky top-0 border-b bg-card px-3 pb-2 font-medium first:ps-5 last:pe-5',
                  isNumber ? 'text-end' : 'text-start',
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b last:border-0">
              {columns.map(({ key, isNumber, cell }, index) => {
                const Cell = index === 0 ? 'th' : 'td';
                return (
                  <Cell
                    key={key}
                    scope={index === 0 ? 'row' : undefined}
                    className={cx(
                      'px-3 py-2 align-top first:ps-5 last:pe-5',
                      isNumber ? 'text-end' : 'text-start',
                      index === 0 && 'font-normal',
                    )}
                  >
                    {cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
