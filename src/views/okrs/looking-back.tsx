import { addDays } from '../../lib/days.ts';
import { formats as formatsOf } from '../format.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { listLink } from './links.ts';
import type { ListProps } from './list-page.tsx';
import { PastPicker } from './past-picker.tsx';

/** Says that a list is of a past day, and what of it is not. */
export const PastNotice = ({ shell, filter, on }: Pick<ListProps, 'filter'> & { shell: Shell; on: string }) => (
  <Alert
    status="not_started"
    title={`As it was on ${formatsOf(shell).day(on, 'long')}.`}
    action={
      <a class="btn" href={listLink(shell.org.slug, filter, { on: null })}>
        Back to today
      </a>
    }
  >
    Values and statuses are of then. Titles, targets and what is aligned to what are today’s.
  </Alert>
);

/** The ways back in time: the list as of a day, and what changed lately. */
export const LookingBack = ({ shell, tree, filter }: ListProps) => {
  const { slug } = shell.org;
  const asked = new URL(listLink(slug, filter, { on: null }), 'http://cairn').searchParams;
  const of = new URLSearchParams({
    ...(tree.period && { period: tree.period.id }),
    ...(filter.team && { team: filter.team }),
  });
  return (
    <div class="row small">
      <PastPicker page={`/o/${slug}/okrs`} to={addDays(shell.today, -1)} on={filter.on} kept={[...asked]} />
      <a class="end" href={`/o/${slug}/okrs/changes?${of}`}>
        What changed in the last seven days
      </a>
    </div>
  );
};
