import { CopyText } from '../connections/copy-text.tsx';
import { Icon } from '../ui/icon.tsx';

type Step = { name: string; issuer: string; says: string };

/** Where each provider hides what Cairn needs. */
const providers: readonly Step[] = [
  {
    name: 'Google Workspace',
    issuer: 'https://accounts.google.com',
    says: 'In console.cloud.google.com, open APIs & Services, Credentials, and create an OAuth client ID of the type Web application. Add the redirect address under Authorised redirect URIs, and choose Internal for the audience. Copy the client ID and the client secret.',
  },
  {
    name: 'Microsoft Entra ID',
    issuer: 'https://login.microsoftonline.com/<tenant ID>/v2.0',
    says: 'In entra.microsoft.com, open App registrations, New registration, for accounts in this directory only. Add the redirect address with the platform Web. From Overview copy the Application (client) ID, and the Directory (tenant) ID into the issuer; from Certificates & secrets the value of a new client secret. Under Token configuration add the optional claim email. Entra does not say whether an address is verified, so prove your domain here.',
  },
  {
    name: 'Okta',
    issuer: 'https://<your domain>.okta.com',
    says: 'In the Okta Admin Console, open Applications, Create App Integration, OIDC, Web Application. Add the redirect address under Sign-in redirect URIs, and assign who may use Cairn. Copy the client ID and the client secret.',
  },
];

/** What to register at the provider, and what to copy from there. */
export const Guide = ({ callback }: { callback: string }) => (
  <div class="stack tight">
    <CopyText id="callback" label="Redirect address, to be registered at your provider" text={callback} />
    {providers.map(({ name, issuer, says }) => (
      <details>
        <summary class="row">
          <Icon name="right" turn />
          <b>{name}</b>
        </summary>
        <div class="stack tight">
          <p class="small">
            Issuer: <code>{issuer}</code>
          </p>
          <p class="small">{says}</p>
        </div>
      </details>
    ))}
    <p class="small">
      Any other provider that speaks OpenID Connect works as well: register the redirect address there, and copy its
      issuer, a client ID and a client secret. Cairn asks for the scopes openid, email and profile.
    </p>
  </div>
);
