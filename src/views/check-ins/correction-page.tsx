import type { Correction } from '../../domain/check-ins/correcting.ts';
import { typed as typedNote } from '../../domain/mentions/mention.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Call } from '../../domain/words.ts';
import { mentionsLink } from '../comments/links.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { correctionLinks, okrLinks } from '../okrs/links.ts';
import { valueWords } from '../okrs/value-words.ts';
import type { Shell } from '../shell.ts';
import { TextArea, TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { YourCall } from '../ui/segmented.tsx';
import type { Typed } from './check-in-form.tsx';
import { typedNumber, unitWords } from './measure-words.ts';

type Props = { shell: Shell; correction: Correction; formats: Formats };

/** A check-in once more, to be put right: the newest in all it said, an older one in its note. */
export const CorrectionPage = ({ typed, errors = {}, ...props }: Props & { typed?: Typed; errors?: FieldErrors }) => {
  const { shell, correction, formats } = props;
  const { subject, checkIn, newest } = correction;
  const links = linksOf(props);
  const shown = typed ?? shownOf(correction, shell.locale);
  return (
    <Layout shell={shell} title="Edit a check-in" narrow>
      <Head {...props} title="Edit a check-in" />
      <form class="split" method="post" action={links.page}>
        <div class="stack tight">
          {newest ? (
            <div class="grid">
              <input type="hidden" name="was" value={typedNumber(checkIn.value, shell.locale, subject.okr.decimals)} />
              <input type="hidden" name="suggested" value={checkIn.status} />
              <TextField
                id="value"
                name="value"
                label="Where was it?"
                value={shown.value}
                unit={unitWords(measureOf(subject.okr), formats)}
                inputmode="decimal"
                autocomplete="off"
                error={errors.value}
              />
              <YourCall id="call" value={shown.status} error={errors.status} />
            </div>
          ) : (
            <p>Others came after it, so its value and its call stay as they were said.</p>
          )}
          <TextArea
            id="note"
            name="note"
            label="What changed?"
            optional
            placeholder="One sentence your team can act on"
            value={shown.note}
            error={errors.note}
            mentions={mentionsLink(shell.org.slug)}
          />
          <div class="row">
            <button class="btn primary">Save</button>
            <a class="btn quiet" href={links.story}>
              Cancel
            </a>
          </div>
        </div>
      </form>
    </Layout>
  );
};

/** What deleting a check-in does, and the button that does it. */
export const CheckInDeletionPage = (props: Props) => {
  const links = linksOf(props);
  return (
    <Layout shell={props.shell} title="Delete a check-in" narrow>
      <Head {...props} title="Delete this check-in?" />
      <form class="stack tight" method="post" action={links.deletion}>
        <p>
          {consequence(props.correction, props.formats)}
          {props.correction.checkIn.note && ' Its note goes with it.'} This cannot be taken back.
        </p>
        <div class="row">
          <button class="btn primary">Delete it</button>
          <a class="btn quiet" href={links.story}>
            Keep it
          </a>
        </div>
      </form>
    </Layout>
  );
};

/** “Deleting the newest restores 15%.” */
export function consequence({ subject, checkIn, holds, before }: Correction, formats: Formats): string {
  if (checkIn.value === null) return 'It gave no value, so the value stays.';
  if (!holds) return 'The value stays: others were said after it.';
  if (!before || before.value === null) return 'It is the only one with a value. Without it there is no value yet.';
  const was = valueWords(measureOf(subject.okr), before.value, formats);
  return before.value === checkIn.value
    ? `The value stays ${was}, as it was before.`
    : `Deleting the newest restores ${was}.`;
}

const Head = ({ shell, correction: { subject, checkIn }, formats, title }: Props & { title: string }) => (
  <PageHead
    title={title}
    over={
      <p class="small">
        <a href={okrLinks(shell.org.slug, subject.okr.id).page}>{subject.okr.title}</a>
      </p>
    }
    under={`${valueWords(measureOf(subject.okr), checkIn.value, formats)}, ${formats.moment(checkIn.at)}`}
  />
);

const shownOf = ({ subject, checkIn }: Correction, locale: string): Typed => ({
  value: typedNumber(checkIn.value, locale, subject.okr.decimals),
  status: checkIn.status as Call,
  note: typedNote(checkIn.note),
});

const linksOf = ({ shell, correction: { subject, checkIn } }: Props) =>
  correctionLinks(shell.org.slug, subject.okr.id, checkIn.id);
