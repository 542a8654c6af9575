import { okrLinks } from './links.ts';
import type { OkrView } from './okr-view.ts';

/** What becomes of a recurring OKR: its next one, or the day on which that is prepared. */
export const Recurrence = ({
  org,
  found: { okr },
  next,
  formats,
}: Pick<OkrView, 'org' | 'found' | 'next' | 'formats'>) => {
  if (next)
    return (
      <>
        {'Next: '}
        <a href={okrLinks(org.slug, next.id).page}>{next.period}</a>
        {next.draft && ', a draft'}
      </>
    );
  return okr.prepareOn ? `Every period, prepared on ${formats.day(okr.prepareOn)}` : 'Every period';
};
