import type { ShownProvider } from '../../domain/sso/provider.ts';
import type { Shell } from '../shell.ts';
import { SectionHead } from '../ui/heads.tsx';

type OnlyProps = { shell: Shell; base: string; provider: ShownProvider; only: boolean; changes: boolean };

/** Whether single sign-on is the only way in, what that means, and how owners come in when it fails. */
export const OnlyWay = ({ shell, base, provider, only, changes }: OnlyProps) => (
  <section class="stack tight" aria-labelledby="only">
    <SectionHead id="only" title="Only single sign-on" note={only ? 'On' : 'Off'} />
    <p>
      {only
        ? 'Members come in by single sign-on alone. Links by mail and passkeys do not open this organization.'
        : 'With this, links by mail and passkeys no longer open this organization. Whoever came another way, you too, is led through single sign-on on their next page. API tokens go on working.'}
    </p>
    <p class="small">
      When nobody gets through, an owner comes in by mail at{' '}
      <a href={`/signin/recovery?${new URLSearchParams({ org: shell.org.slug })}`}>/signin/recovery</a>. The audit log
      says so.
    </p>
    {changes && <Switch {...{ base, only }} ready={provider.enabled && provider.provedAt !== null} />}
  </section>
);

const Switch = ({ base, only, ready }: { base: string; only: boolean; ready: boolean }) =>
  only || ready ? (
    <form method="post" action={`${base}/only`}>
      <input type="hidden" name="only" value={only ? '' : 'on'} />
      <button class="btn">{only ? 'Let people come in other ways too' : 'Make it the only way in'}</button>
    </form>
  ) : (
    <p class="small">This can be switched on once an owner has come in through single sign-on.</p>
  );
