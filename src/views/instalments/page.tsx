import { type Division, divisionsOf } from '../../domain/instalments/dividing.ts';
import type { Preview } from '../../domain/instalments/previewing.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { counted } from '../okrs/okr-words.ts';
import { measureWords } from '../okrs/value-words.ts';
import { isAdmin, type Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { SegmentedLinks } from '../ui/segmented.tsx';

const divisionWords: Record<Division, { label: string; means: string }> = {
  steps: { label: 'Step by step', means: 'Each quarter goes on where the one before is to end.' },
  parts: { label: 'In parts', means: 'Each quarter counts its own part from 0, and the parts add up.' },
};

type Props = { shell: Shell; formats: Formats; preview: Preview; message?: string };

/** The quarterly instalments of an OKR before they are made, and those that there are. */
export const InstalmentsPage = ({ shell, formats, preview, message }: Props) => {
  const { okr, division, instalments } = preview;
  const links = okrLinks(shell.org.slug, okr.id);
  const missing = instalments.filter(({ okrId }) => okrId === null).length;
  const known = divisionsOf(measureOf(okr));
  const refused = message ?? preview.refused;
  return (
    <Layout shell={shell} title="Divide into quarters" narrow>
      <PageHead
        title="Divide into quarters"
        over={okr.title}
        under="One for each quarter that it reaches into, aligned to it, with the same owners."
      />
      {refused && (
        <Alert
          status="behind"
          title={refused}
          urgent
          action={
            isAdmin(shell) && (
              <a class="btn" href={`/o/${shell.org.slug}/admin/periods`}>
                Time periods
              </a>
            )
          }
        />
      )}
      {known.length > 1 && instalments.length > 0 && (
        <div class="row">
          <SegmentedLinks
            label="How the number is divided"
            links={known.map((each) => ({
              href: `${links.instalments}?division=${each}`,
              label: divisionWords[each].label,
              current: each === division,
            }))}
          />
          <p class="small">{divisionWords[division].means}</p>
        </div>
      )}
      {instalments.length > 0 && (
        <div class="scroll" tabindex={0} role="region" aria-label="The instalments">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Instalment</th>
                <th scope="col">From and to</th>
                <th scope="col">Measured as</th>
                <th scope="col">
                  <span class="vh">Whether it is there</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {instalments.map(({ okrId, title, span, measure }) => (
                <tr>
                  <th scope="row">{okrId ? <a href={okrLinks(shell.org.slug, okrId).page}>{title}</a> : title}</th>
                  <td class="short">{formats.dayRange(span.startsOn, span.endsOn)}</td>
                  <td>{measureWords(measure, formats)}</td>
                  <td class="short">{okrId ? 'Is there' : 'New'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <form class="row" method="post" action={links.instalments}>
        {known.length > 0 && <input type="hidden" name="division" value={division} />}
        {missing > 0 && <button class="btn primary">{`Make ${counted(missing, 'instalment', formats.number)}`}</button>}
        <a class="btn quiet" href={links.page}>
          {missing > 0 ? 'Leave it' : 'Back to it'}
        </a>
      </form>
    </Layout>
  );
};
