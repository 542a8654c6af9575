import { formats } from '../format.ts';
import type { Shell } from '../shell.ts';
import { Icon } from '../ui/icon.tsx';
import { statusClass } from '../ui/status.tsx';

/** On every page while an admin acts for a member: who for whom, until when, and the way out. */
export const ActingBanner = ({ shell }: { shell: Shell }) =>
  shell.acting && (
    <form
      class={`alert row ${statusClass('behind')}`}
      method="post"
      action={`/o/${shell.org.slug}/behalf/end`}
      aria-label="Acting for a member"
    >
      <Icon name="people" />
      <p class="grow">
        <b>{`You are ${shell.acting.admin}, acting for ${shell.me.name}.`}</b>{' '}
        {`Until ${formats(shell).time(shell.acting.until)}, ${minutesWords(shell.acting.minutesLeft)} left.`}
      </p>
      <button class="btn">Stop</button>
    </form>
  );

const minutesWords = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`);
