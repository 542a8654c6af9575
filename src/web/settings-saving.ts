import type { GroupName } from '../views/settings/settings-view.ts';
import { configure } from '../writers/configuring.ts';
import type { WebContext } from './context.ts';
import type { Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { tell } from './respond.tsx';
import { readGroup } from './settings-form.ts';

/** Saves one group of settings and keeps a word about it for the next page; what its form has to show otherwise. */
export async function save(c: WebContext, sent: Sent, group: GroupName): Promise<Refused | null> {
  const { ctx, preferences } = c.var;
  const { value, refused } = await trying(saved());
  if (value) tell(c, value.pending ? 'Saved. Open OKRs get their colours within minutes.' : 'Saved.');
  return refused;

  async function saved() {
    return configure(c.env, ctx, readGroup(sent, group, preferences.locale));
  }
}
