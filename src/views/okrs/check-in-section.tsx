import { CheckInForm } from '../check-ins/check-in-form.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { automaticSays, untilWhen } from './automatic-words.ts';
import { type OkrView, regions } from './okr-view.ts';

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
  const automatic = automaticSays(found, formats);
  return (
    <>
      {automatic && <p class="checkin small">{`${automatic} ${untilWhen(found)}`}</p>}
      <CheckInForm
        home={`/o/${org.slug}`}
        okr={found.okr}
        proposal={proposal}
        id={checkInId}
        from="okr"
        today={view.today}
        locale={locale}
        formats={formats}
        typed={typed}
        errors={errors}
      />
    </>
  );
};

const lookingOn = ({ checkInOwner, owners }: OkrView['found']): string => {
  const who = checkInOwner ?? owners[0]?.name;
  return who ? `You look on here. ${who} checks in.` : 'You look on here. Its owners and admins check in.';
};
