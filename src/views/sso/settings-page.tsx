import type { FieldErrors } from '../../domain/refusal.ts';
import type { ShownProvider } from '../../domain/sso/provider.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Guide } from './guide.tsx';
import { NewAccounts } from './new-accounts.tsx';
import { OnlyWay } from './only-way.tsx';
import { ProviderFields, type ProviderValues } from './provider-fields.tsx';

export type SignOnSettingsProps = {
  shell: Shell;
  formats: Formats;
  /** Address of this page and start of its forms'. */
  base: string;
  /** Where the provider sends people back to. */
  callback: string;
  provider: ShownProvider | null;
  /** Whether it is the only way in. */
  only: boolean;
  /** Whether this person may change it. */
  changes: boolean;
  values: ProviderValues;
  /** Whose account should have been forgotten, when that was refused. */
  address?: string;
  /** What is wrong with the form that came back. */
  errors: FieldErrors;
  /** What was refused otherwise. */
  message?: string;
};

/** Admin -> Security -> Single sign-on. */
export const SignOnSettingsPage = (props: SignOnSettingsProps) => {
  const { shell, base, callback, provider, changes, values, errors, message } = props;
  return (
    <Layout shell={shell} title="Single sign-on" narrow>
      <PageHead
        title="Single sign-on"
        over={
          <p class="small">
            <a href={`/o/${shell.org.slug}/admin/security`}>Security</a>
          </p>
        }
        under="People come in with the account that they have in your company already."
      />
      {message && <Alert status="behind" title={message} urgent />}
      {!changes && <p>Only owners change this. Here you see how it stands.</p>}
      <section class="stack tight" aria-labelledby="at-provider">
        <SectionHead id="at-provider" title="At your provider" />
        <Guide callback={callback} />
      </section>
      <section class="stack tight" aria-labelledby="here">
        <SectionHead id="here" title="Here" note={provider && standing(props)} />
        <form class="stack tight" method="post" action={base} {...once}>
          <ProviderFields
            {...{ values, errors, changes }}
            hasSecret={provider?.hasSecret === true}
            org={shell.org.slug}
          />
          {changes && (
            <div class="row">
              <button class="btn primary">Save</button>
              {provider && (
                <button class="btn" formaction={`${base}/trial`} formnovalidate>
                  Try what is saved
                </button>
              )}
              {provider && (
                <a class="btn quiet end" href={`${base}/removal`}>
                  Remove
                </a>
              )}
            </div>
          )}
        </form>
        {changes && provider && (
          <p class="small">
            Trying leads through the whole sign-in, tells what the provider said, and leaves you signed in as you are.
            It works before single sign-on is switched on.
          </p>
        )}
      </section>
      {provider && <OnlyWay {...props} provider={provider} />}
      {provider && changes && <NewAccounts base={base} typed={props.address} error={errors.address} />}
    </Layout>
  );
};

function standing({ provider, formats }: SignOnSettingsProps): string {
  if (!provider?.enabled) return 'Switched off';
  return provider.provedAt === null
    ? 'No owner has come through it yet'
    : `An owner came through it ${formats.moment(provider.provedAt)}`;
}
