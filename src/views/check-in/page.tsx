import type { Part } from '../../domain/home/finding-due.ts';
import type { Formats } from '../format.ts';
import { Quick } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import type { ToastContent } from '../ui/toast.tsx';
import { QuickForm, type QuickFormProps } from './form.tsx';

type Props = {
  shell: Shell;
  form: QuickFormProps | null;
  /** Which of how many this is; null when nothing is in hand. */
  step: { at: number; of: number } | null;
  part: Part;
  formats: Formats;
  toast?: ToastContent;
};

/** One due check-in, or the end of them. */
export const QuickCheckInPage = ({ shell, form, step, part, formats, toast }: Props) => (
  <Quick shell={shell} title="Check in" step={step} toast={toast}>
    {form ? <QuickForm {...form} /> : <AllSaid shell={shell} part={part} formats={formats} />}
  </Quick>
);

const AllSaid = ({ shell, part, formats }: Pick<Props, 'shell' | 'part' | 'formats'>) => (
  <Empty
    heading="h1"
    title={title(shell, part)}
    actions={
      <>
        <a class="btn primary" href={`/o/${shell.org.slug}`}>
          Go to my week
        </a>
        {part.checksInFor > 0 && shell.me.role !== 'observer' && (
          <a class="btn" href={`/o/${shell.org.slug}/check-in/all`}>
            Check in all
          </a>
        )}
      </>
    }
  >
    {shell.me.role === 'observer'
      ? 'Observers look on. Ask an admin for the member role to check in.'
      : part.nextDueAt === null
        ? 'When you check in for a key result, it waits for you here once a week.'
        : `The next word is due ${formats.day(formats.dayOf(part.nextDueAt), 'weekday')}.`}
  </Empty>
);

const title = (shell: Shell, part: Part): string =>
  shell.me.role === 'observer' || part.checksInFor === 0
    ? 'Nothing waits for a word of yours.'
    : 'All said for this week.';
