import { formats } from '../format.ts';
import { isAdmin, type Shell } from '../shell.ts';
import { Icon } from '../ui/icon.tsx';
import { statusClass } from '../ui/status.tsx';

/** Whether this person is told that the organization will be deleted. */
export const isTold = (shell: Shell): boolean => shell.deleteAt !== null && isAdmin(shell);

/** On every page of owners and admins while the organization waits for its deletion: when, and where it is kept. */
export const DeletionBanner = ({ shell }: { shell: Shell }) => {
  if (shell.deleteAt === null || !isTold(shell)) return null;
  const { day, dayOf } = formats(shell);
  return (
    <div class={`alert row ${statusClass('at_risk')}`} role="note">
      <Icon name="bell" />
      <p class="grow">
        <b>{`${shell.org.name} will be deleted on ${day(dayOf(shell.deleteAt), 'long')}.`}</b> Data sources are not read
        any more. {shell.me.role === 'owner' ? 'You can keep it until then.' : 'Any owner can keep it until then.'}
      </p>
      {shell.me.role === 'owner' && (
        <a class="btn" href={`/o/${shell.org.slug}/admin/data/deletion`}>
          Look at it
        </a>
      )}
    </div>
  );
};
