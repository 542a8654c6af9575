import type { Subscription } from '../../domain/connections/subscribing.ts';
import { type Provider, providerNames } from '../../domain/words.ts';

export type PushesProps = {
  provider: Provider;
  /** Whether Cairn could believe the provider's pushes through this connection; null where it sends none. */
  offered: boolean | null;
  subscriptions: readonly Pick<Subscription, 'topic' | 'state' | 'failureDetail'>[];
};

/** Whether changes arrive by themselves, or only the schedule brings them, and why. */
export const Pushes = ({ provider, offered, subscriptions }: PushesProps) => {
  const name = providerNames[provider];
  const active = subscriptions.filter(({ state }) => state === 'active').length;
  const refused = subscriptions.filter(({ state }) => state === 'failed');
  if (offered === null)
    return <p class="small">{name} does not tell of changes. The schedule reads this connection.</p>;
  if (!offered)
    return (
      <p class="small">
        Only the schedule reads this connection. With the secret of the Power-Up, which signs what {name} sends, changes
        arrive within seconds: enter it together with new credentials.
      </p>
    );
  if (subscriptions.length === 0)
    return <p class="small">Cairn asks {name} to tell of changes as soon as an OKR is linked.</p>;
  return (
    <div class="stack tight">
      <p class="small">
        {active === subscriptions.length
          ? `${name} tells of changes in everything that OKRs are linked to.`
          : `${name} tells of changes in ${active} of ${subscriptions.length} ${places[provider]} that OKRs are linked to.`}{' '}
        The schedule reads everything as well.
      </p>
      {refused.map(({ topic, failureDetail }) => (
        <p class="small" key={topic}>
          Only the schedule reads <code>{topic}</code>. {failureDetail}
        </p>
      ))}
    </div>
  );
};

const places: Record<Provider, string> = { jira: 'sites', asana: 'projects', trello: 'boards', bigquery: 'datasets' };
