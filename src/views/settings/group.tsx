import type { Child } from 'hono/jsx';
import type { FieldErrors } from '../../domain/refusal.ts';
import { once } from '../hx.ts';
import { Alert } from '../ui/alert.tsx';
import { SectionHead } from '../ui/heads.tsx';
import type { GroupName, SettingsView } from './settings-view.ts';

type GroupProps = Pick<SettingsView, 'base' | 'returned'> & {
  group: GroupName;
  title: string;
  /** What follows from these settings, in a sentence. */
  says: string;
  /** Beside the button that saves. */
  actions?: Child;
  /** Given the sentences at its fields. */
  children: (errors: FieldErrors) => Child;
};

/** Settings that are saved together, in a form that works alone. */
export const Group = ({ base, returned, group, title, says, actions, children }: GroupProps) => {
  const own = returned?.group === group ? returned : null;
  return (
    <section class="stack tight" aria-labelledby={group}>
      <SectionHead id={group} title={title} />
      <p class="small">{says}</p>
      {own?.message && <Alert status="behind" title={own.message} urgent />}
      <form class="stack tight" id={formId(group)} method="post" action={base} {...once}>
        <input type="hidden" name="group" value={group} />
        {children(own?.errors ?? {})}
        <div class="row">
          <button class="btn">
            Save<span class="vh"> {title}</span>
          </button>
          {actions}
        </div>
      </form>
    </section>
  );
};

export const formId = (group: GroupName): string => `settings-${group}`;
