import { ChartLine, Table } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/icon-button';
import { lateTexts } from '../ui/late-texts';
import { type Column, DataTable } from './data-table';
import { NO_NUMBER } from './numbers';
import { Nothing, Panel } from './panel';
import { momentOf } from './period';
import { type Point, TimeChart, type TimeChartProps } from './time-chart';

interface ChartPanelProps extends TimeChartProps {
  title: string;
  hint?: string;
  /** What is said where no point has a value. */
  empty: string;
  className?: string;
}

/** Values over time as a picture, or, for those who would rather read, as a table. */
export function ChartPanel({ title, hint, empty, className, ...chart }: ChartPanelProps) {
  const { admin } = lateTexts;
  const [isTable, setIsTable] = useState(false);
  const { points, series } = chart;
  const isEmpty = !points.some(({ values }) => series.some(({ key }) => (values[key] ?? 0) !== 0));
  const toggle = (
    <IconButton
      label={isTable ? admin.showChart(title) : admin.showTable(title)}
      hint={isTable ? admin.asChart : admin.asTable}
      onClick={() => setIsTable(!isTable)}
    >
      {isTable ? <ChartLine className="size-4" /> : <Table className="size-4" />}
    </IconButton>
  );
  return (
    <Panel title={title} hint={hint} action={!isEmpty && toggle} isFlush={isTable && !isEmpty} className={className}>
      {isEmpty ? (
        <Nothing>{empty}</Nothing>
      ) : isTable ? (
        <DataTable label={title} className="h-60" rows={points} keyOf={({ at }) => at} columns={columns(chart)} />
      ) : (
        <TimeChart {...chart} />
      )}
    </Panel>
  );
}

function columns({ series, stepMs, format }: TimeChartProps): Column<Point>[] {
  return [
    { key: 'at', title: lateTexts.admin.time, cell: ({ at }) => <time dateTime={at}>{momentOf(at, stepMs)}</time> },
    ...series.map(({ key, label }) => ({
      key,
      title: label,
      isNumber: true,
      cell: ({ values }: Point) => {
        const value = values[key];
        return value === null ? NO_NUMBER : format(value);
      },
    })),
  ];
}
