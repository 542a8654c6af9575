import { measureOf } from '../../domain/okrs/okr.ts';
import { rolledUpValue } from '../../domain/okrs/rolling-up.ts';
import { providerNames } from '../../domain/words.ts';
import { CheckInForm } from '../check-ins/check-in-form.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { type OkrView, regions } from './okr-view.ts';
import { valueWords } from './value-words.ts';

/** The check-in, for those who may; a sentence for those who may not. */
export const CheckInSection = (view: OkrView) => {
  const { found, formats } = view;
  const { checkedInAt } = found.okr;
  return (
    <section aria-labelledby="ci" id={regions.checkIn}>
      <SectionHead
        id="ci"
        title="Check in"
        note={checkedInAt === null ? undefined : `last word ${formats.moment(checkedInAt)}`}
      />
      <Inside {...view} />
    </section>
  );
};

const Inside = (view: OkrView) => {
  const { found, may, org, proposal, checkInId, locale, formats, typed, errors } = view;
  if (found.okr.closedAt !== null) return <p class="checkin small">It is closed, so nothing can be checked in.</p>;
  if (!may.change) return <p class="checkin small">{lookingOn(found)}</p>;
  const automatic = automaticWords(view);
  return (
    <>
      {automatic && <p class="checkin small">{automatic}</p>}
      <CheckInForm
        home={`/o/${org.slug}`}
        okr={found.okr}
        proposal={proposal}
        id={checkInId}
        from="okr"
        locale={locale}
        formats={formats}
        typed={typed}
        errors={errors}
      />
    </>
  );
};

/** What the number would be without anybody's word, and how long a word against it holds. */
function automaticWords({ found, formats }: OkrView): string | null {
  const { okr, link, children } = found;
  const measure = measureOf(okr);
  if (okr.mode === 'data_source' && link) {
    const says = link.value === null ? 'has said nothing yet' : `says ${valueWords(measure, link.value, formats)}`;
    return `${providerNames[link.source.provider]} ${says}. A value of yours holds until its next reading.`;
  }
  if (okr.mode !== 'rollup') return null;
  const value = rolledUpValue(measure, children);
  const says =
    value === null ? 'Nothing below has a value yet.' : `Rolled up it is ${valueWords(measure, value, formats)}.`;
  return `${says} A value of yours holds until something below changes.`;
}

const lookingOn = ({ checkInOwner, owners }: OkrView['found']): string => {
  const who = checkInOwner ?? owners[0]?.name;
  return who ? `You look on here. ${who} checks in.` : 'You look on here. Its owners and admins check in.';
};
