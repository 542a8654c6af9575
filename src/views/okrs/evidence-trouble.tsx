import { sentenceOf } from '../../domain/connections/health.ts';
import { isOff, type Link } from '../../domain/okrs/link.ts';
import { providerNames } from '../../domain/words.ts';
import { Alert } from '../ui/alert.tsx';
import { okrLinks } from './links.ts';
import type { OkrView } from './okr-view.ts';

/** What keeps a number from being read anew: what happened, how old the number is, what to do. */
export const Trouble = ({ link, may, org, found, now, formats }: OkrView & { link: Link }) => {
  const { source } = link;
  const provider = providerNames[source.provider];
  if (link.outcome === 'failed') {
    const { happened, todo } = sentenceOf(link.failureReason ?? '', link.failureDetail, source.provider);
    const kept =
      link.readAt === null ? 'There is no value from it yet.' : `The number is from ${formats.moment(link.readAt)}.`;
    const mends = may.change && link.failureReason === 'invalid_query';
    return (
      <Alert
        status="at_risk"
        title={happened}
        action={
          mends && (
            <a class="btn" href={okrLinks(org.slug, found.okr.id).dataLink}>
              Edit the query
            </a>
          )
        }
      >
        {`${kept} ${todo}`}
      </Alert>
    );
  }
  if (link.matched === 0)
    return (
      <Alert status="behind" title="Nothing matches this query.">
        {found.okr.value === null ? 'So there is no value yet.' : 'The last value stays.'}
      </Alert>
    );
  if (source.pausedAt !== null)
    return (
      <Alert status="at_risk" title={`Reading from ${provider} is paused.`}>
        {source.failureDetail ?? 'An admin can mend the connection.'}
      </Alert>
    );
  if (found.okr.closedAt === null && isOff(link, now))
    return (
      <Alert status="behind" title={`${provider} has not been read for a while.`}>
        {link.readAt === null ? 'There is no value from it yet.' : `The number is from ${formats.moment(link.readAt)}.`}
      </Alert>
    );
  return null;
};
