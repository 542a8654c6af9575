import type { Mine } from '../../domain/check-ins/listing-mine.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Behaviour } from '../ui/behaviour.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Grid, type GridRow } from './grid.tsx';
import { Updating } from './updating.tsx';

/** How many rows were saved, refused, or are of OKRs that are no longer there. */
type Sum = { saved: number; refused: number; gone: number };

type Props = {
  shell: Shell;
  rows: readonly GridRow[];
  automatic: readonly Mine[];
  /** Rows in one grid. */
  most: number;
  formats: Formats;
  /** When the form came back. */
  outcome?: Sum;
};

/** Everything that a member checks in for, in one grid; what updates itself below it. */
export const CheckInAllPage = ({ shell, rows, automatic, most, formats, outcome }: Props) => (
  <Layout shell={shell} title="Check in all">
    <PageHead
      title="Check in all"
      under="A row left empty says nothing. Enter goes down; a column copied from a spreadsheet fills what is below."
      actions={
        <a class="btn" href={`/o/${shell.org.slug}/check-in`}>
          One by one
        </a>
      }
    />
    {outcome && <Told {...outcome} />}
    {rows.length === 0 ? (
      <NothingByHand shell={shell} />
    ) : (
      <form class="stack tight" method="post" action={`/o/${shell.org.slug}/check-in/all`} {...once}>
        <Grid org={shell.org.slug} today={shell.today} rows={rows} formats={formats} />
        <div class="row">
          <button class="btn primary" id="save-all">
            Save all
          </button>
          <output class="small" id="pasted" data-filled="Rows filled: #." data-left="Lines without a row: #." />
          {rows.length === most && <p class="small">{`The first ${most}. Saved ones make room for the rest.`}</p>}
        </div>
      </form>
    )}
    {automatic.length > 0 && (
      <Updating org={shell.org.slug} today={shell.today} automatic={automatic} formats={formats} />
    )}
    <Behaviour name="checkInGrid" />
  </Layout>
);

const Told = ({ saved, refused, gone }: Sum) =>
  saved + refused === 0 ? (
    <Alert status="behind" title="Nothing was typed." urgent>
      Fill in at least one row.
    </Alert>
  ) : (
    <Alert status="at_risk" title={`${refused} of ${saved + refused} could not be saved.`} urgent>
      {[
        saved > 0 ? 'The others are.' : '',
        gone < refused ? 'What you typed is still here, with what to change.' : '',
        gone > 0 ? `${gone} of these OKRs ${gone === 1 ? 'is' : 'are'} no longer there.` : '',
      ]
        .filter(Boolean)
        .join(' ')}
    </Alert>
  );

const NothingByHand = ({ shell }: { shell: Shell }) => (
  <Empty
    heading="h2"
    title="Nothing waits for a word of yours."
    actions={
      <a class="btn primary" href={`/o/${shell.org.slug}`}>
        Go to my week
      </a>
    }
  >
    {shell.me.role === 'observer'
      ? 'Observers look on. Ask an admin for the member role to check in.'
      : 'The key results that you check in for by hand come together here.'}
  </Empty>
);
