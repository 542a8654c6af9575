import type { Provider } from '../domain/words.ts';
import type { Env } from '../env.ts';
import { offersSignIn as offersAsana } from '../integrations/asana/oauth.ts';
import { serviceAccount } from '../integrations/bigquery/config.ts';
import { offersSignIn as offersAtlassian } from '../integrations/jira/oauth.ts';
import type { Deployment } from '../views/connections/credential-fields.tsx';
import { outside } from '../writers/outside.ts';

/** What this deployment offers beside pasting credentials. Of its account at Google only the name leaves. */
export function deploymentOf(env: Env): Deployment {
  const { settings } = outside(env);
  const signIn: (Provider | false)[] = [
    offersAtlassian(settings) && 'jira',
    offersAsana(settings) && 'asana',
    Boolean(env.TRELLO_KEY) && 'trello',
  ];
  const google = serviceAccount.safeParse(settings.googleServiceAccount);
  return {
    signIn: signIn.filter((each) => each !== false),
    googleAccount: google.success ? google.data.client_email : null,
  };
}
