import { holdOf } from '../../domain/okrs/holding.ts';
import { inOrder } from '../hx.ts';
import { Alert } from '../ui/alert.tsx';
import { automaticSays } from './automatic-words.ts';
import { okrLinks } from './links.ts';
import type { OkrView } from './okr-view.ts';

/** Whose value holds, what there would be without it, and the way back. */
export const Held = ({ org, found, may, formats }: OkrView) => {
  const hold = holdOf(found);
  if (!hold) return null;
  const action = okrLinks(org.slug, found.okr.id).resumption;
  return (
    <Alert
      status="not_started"
      title={`${hold.by.name}’s value holds since ${formats.day(formats.dayOf(hold.since))}.`}
      action={
        may.change &&
        found.okr.closedAt === null && (
          <form method="post" action={action} hx-post={action} {...inOrder}>
            <button class="btn">Resume</button>
          </form>
        )
      }
    >
      {automaticSays(found, formats)}
    </Alert>
  );
};
