import { contributes } from '../../domain/okrs/rolling-up.ts';
import { okrLinks } from '../okrs/links.ts';
import { CheckBox, TextField } from '../ui/field.tsx';
import { type ContributionsView, fieldOf } from './contributions-view.ts';
import { shareId, shareWords } from './figures.tsx';

/** One line per child: where it stands, its share, and a number that fixes it. */
export const SharesTable = (view: ContributionsView) => (
  <div class="scroll" tabindex={0} role="region" aria-label="What each child contributes">
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col" class="n">
            Progress
          </th>
          <th scope="col" class="n">
            Share
          </th>
          <th scope="col">Fixed at</th>
          <th scope="col">
            <span class="vh">Left out</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {view.family.children
          .filter((child) => child.seen)
          .map((child) => (
            <Line {...view} child={child} />
          ))}
        <Unseen {...view} />
      </tbody>
    </table>
  </div>
);

/** What is private still counts, and keeps its share. */
const Unseen = ({ family, shares, formats }: ContributionsView) => {
  const unseen = family.children.filter((child) => !child.seen);
  if (unseen.length === 0) return null;
  const share = shares?.filter(({ seen }) => !seen).reduce((sum, { contribution }) => sum + contribution, 0);
  return (
    <tr>
      <th scope="row">{unseen.length === 1 ? 'A private OKR' : `${formats.number(unseen.length)} private OKRs`}</th>
      <td class="n">–</td>
      <td class="n">{share === undefined ? '–' : shareWords(share, formats)}</td>
      <td colspan={2}>Counts here without being shown.</td>
    </tr>
  );
};

const Line = ({
  org,
  child,
  typed,
  errors,
  shares,
  formats,
}: ContributionsView & { child: ContributionsView['family']['children'][number] }) => {
  const share = shares?.find(({ id }) => id === child.id)?.contribution;
  return (
    <tr>
      <th scope="row">
        <a href={okrLinks(org.slug, child.id).page}>{child.title}</a>
      </th>
      <td class="n" data-label="Progress">
        {child.progress === null ? 'None yet' : formats.percent(child.progress)}
      </td>
      <td class="n" data-label="Share" id={shareId(child.id)}>
        {share === undefined ? '–' : shareWords(share, formats)}
      </td>
      {contributes({ ...child, counts: true }) ? (
        <>
          <td data-label="Fixed at">
            <TextField
              id={fieldOf.share(child.id)}
              name={fieldOf.share(child.id)}
              label={`Fixed share of ${child.title}`}
              silent
              value={typed.fixed[child.id]}
              unit="%"
              inputmode="decimal"
              autocomplete="off"
              error={errors[child.id]}
            />
          </td>
          <td>
            <CheckBox
              id={fieldOf.none(child.id)}
              name={fieldOf.none(child.id)}
              label={child.kind === 'project' ? 'A project, does not contribute' : 'Does not contribute'}
              checked={typed.none.includes(child.id)}
            />
          </td>
        </>
      ) : (
        <td colspan={2}>A baseline has no target yet.</td>
      )}
    </tr>
  );
};
