import type { StatisticsUsage, UsageOf, UsageView } from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { type Column, DataTable } from './data-table';
import { Figure, FigureRow } from './figure';
import { compactOf, countOf, moneyOf, NO_NUMBER, shareOf } from './numbers';
import { Figures, Nothing, Panel } from './panel';
import { Share } from './satisfaction-section';
import { usageQuery } from './statistics-queries';
import { usePeriod } from './use-period';

/** Tokens and what they cost, by who used them and by model. */
export function CostSection() {
  const { cost } = lateTexts.admin;
  const { span } = usePeriod();
  const byUser = useQuery(usageQuery(span, 'user'));
  const byModel = useQuery(usageQuery(span, 'model'));
  return (
    <div className="space-y-4">
      <Figures query={byModel} isWithTiles>
        {(data) => (
          <>
            <Totals total={data.total} />
            <UsagePanel
              title={cost.byModel}
              who={cost.model}
              usage={data}
              nameOf={(model) => model.name ?? lateTexts.admin.unknownModel}
            />
          </>
        )}
      </Figures>
      {byModel.data !== undefined && (
        <Figures query={byUser}>
          {(data) => <UsagePanel title={cost.byUser} who={cost.user} usage={data} nameOf={userName} />}
        </Figures>
      )}
    </div>
  );
}

function userName({ key, name, email }: UsageOf): string {
  if (key === null) return lateTexts.admin.cost.deletedUsers;
  return email === null ? texts.account.guest : (name ?? email);
}

function Totals({ total }: { total: UsageView }) {
  const { cost, answers } = lateTexts.admin;
  const isPriced = total.cost !== null;
  return (
    <>
      <FigureRow>
        <Figure
          label={cost.total}
          value={isPriced ? moneyOf(total.cost!) : NO_NUMBER}
          hint={isPriced ? cost.without(total.turnsWithoutCost) : cost.noPrices}
        />
        <Figure label={cost.input} value={compactOf(total.inputTokens)} hint={countOf(total.inputTokens)} />
        <Figure label={cost.output} value={compactOf(total.outputTokens)} hint={countOf(total.outputTokens)} />
        <Figure
          label={answers}
          value={countOf(total.turns)}
          hint={
            total.turns > 0
              ? cost.perAnswer(countOf(Math.round((total.inputTokens + total.outputTokens) / total.turns)))
              : undefined
          }
        />
      </FigureRow>
      {!isPriced && total.turns > 0 && (
        <p className="px-1 text-[13px] leading-5 text-muted-foreground">
          {cost.noPricesHint} <code className="font-mono text-xs">CHAT_PRICES</code>.
        </p>
      )}
    </>
  );
}

interface UsagePanelProps {
  title: string;
  who: string;
  usage: StatisticsUsage;
  nameOf: (one: UsageOf) => string;
}

interface Row extends UsageView {
  id: string;
  name: string;
  hint: string | null;
}

function columns(who: string, total: UsageView): Column<Row>[] {
  const { cost, answers } = lateTexts.admin;
  const shareIn = ({ inputTokens, outputTokens }: UsageView) =>
    (inputTokens + outputTokens) / Math.max(1, total.inputTokens + total.outputTokens);
  const number = (key: string, columnTitle: string, cell: (row: Row) => string) => ({
    key,
    title: columnTitle,
    isNumber: true,
    cell,
  });
  return [
    {
      key: 'name',
      title: who,
      cell: (row) => (
        <span className="block min-w-40">
          <bdi>{row.name}</bdi>
          {row.hint !== null && <bdi className="block text-xs text-muted-foreground">{row.hint}</bdi>}
          <Share value={shareIn(row)} />
        </span>
      ),
    },
    number('share', cost.share, (row) => shareOf(shareIn(row))),
    number('turns', answers, ({ turns }) => countOf(turns)),
    number('input', cost.input, ({ inputTokens }) => countOf(inputTokens)),
    number('output', cost.output, ({ outputTokens }) => countOf(outputTokens)),
    number('cost', cost.total, (row) => (row.cost === null ? NO_NUMBER : moneyOf(row.cost))),
  ];
}

function UsagePanel({ title, who, usage: { top, rest, total }, nameOf }: UsagePanelProps) {
  const { cost } = lateTexts.admin;
  const rows: Row[] = top.map((one) => ({ ...one, id: one.key ?? '', name: nameOf(one), hint: one.email }));
  if (rest !== null) rows.push({ ...rest, id: ' rest', name: cost.rest(rest.count), hint: null });
  return (
    <Panel title={title} isFlush>
      {top.length === 0 ? (
        <Nothing>{lateTexts.admin.noAnswers}</Nothing>
      ) : (
        <DataTable label={title} rows={rows} keyOf={({ id }) => id} columns={columns(who, total)} />
      )}
    </Panel>
  );
}
