import type { Measure } from '../../domain/okrs/measure.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { Supposed } from '../../domain/okrs/supposing.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { targetWords, valueWords } from '../okrs/value-words.ts';
import { Facts } from '../ui/facts.tsx';
import { FromTo } from '../ui/from-to.tsx';
import { Icon } from '../ui/icon.tsx';
import { StatusMark } from '../ui/status.tsx';

type Props = {
  org: { slug: string };
  supposed: readonly Supposed[] | null;
  errors: FieldErrors;
  formats: Formats;
};

/** What a supposition would make of an OKR and of everything above it, or why that cannot be had. */
export const Figures = ({ org, supposed, errors, formats }: Props) =>
  supposed === null ? (
    <p class="field">
      <span class="error">{Object.values(errors)[0]}</span>
    </p>
  ) : (
    <Facts
      items={supposed
        .filter(({ okr }) => okr.seen)
        .map((each) => ({
          term: <a href={okrLinks(org.slug, each.okr.id).page}>{each.okr.title}</a>,
          value: <Outcome {...each} formats={formats} />,
        }))}
    />
  );

const Outcome = ({ okr, would, formats }: Supposed & { formats: Formats }) => {
  const measure = measureOf(okr);
  const next = measureOf({ ...okr, ...would });
  const [was, is] = [wayWords(measure, okr, formats), wayWords(next, would, formats)];
  return (
    <>
      <Change from={valueWords(measure, okr.value, formats)} to={valueWords(next, would.value, formats)} />
      {okr.targetValue !== would.targetValue && (
        <>
          {' '}
          <Change from={targetWords(measure, formats) ?? ''} to={targetWords(next, formats) ?? ''} />
        </>
      )}{' '}
      {was && is && (
        <>
          <Change from={was} to={is} />{' '}
        </>
      )}
      <StatusChange from={okr.status} to={would.status} />
    </>
  );
};

/** How much of the way from start to target; null where the value says so itself, or there is none. */
const wayWords = (measure: Measure, { progress }: Pick<Supposed['would'], 'progress'>, formats: Formats) =>
  measure.type === 'percent' || measure.direction === 'baseline' ? null : `${formats.percent(progress)} of the way`;

const Change = ({ from, to }: { from: string; to: string }) => (from === to ? from : <FromTo from={from} to={to} />);

const StatusChange = ({ from, to }: { from: Supposed['okr']['status']; to: Supposed['okr']['status'] }) =>
  from === to ? (
    <StatusMark status={to} />
  ) : (
    <span class="from-to">
      <span class="vh">from </span>
      <StatusMark status={from} />
      <Icon name="to" />
      <span class="vh">to </span>
      <StatusMark status={to} />
    </span>
  );
