import { CopyText } from '../connections/copy-text.tsx';
import { Icon } from '../ui/icon.tsx';

const systems = [
  {
    name: 'Microsoft Entra ID',
    steps: [
      'In entra.microsoft.com, open Enterprise applications, New application, Create your own application, and choose one that is not in the gallery.',
      'Open Provisioning, Get started, and set the mode to Automatic. Paste the address as Tenant URL and the token as Secret token, and press Test Connection.',
      'Under Mappings keep userName and externalId as they are. mail should lead to emails[type eq "work"].value.',
      'Under Users and groups assign who may use Cairn, then start provisioning. Entra brings changes about every 40 minutes.',
    ],
  },
  {
    name: 'Okta',
    steps: [
      'In the Okta Admin Console, open your application for Cairn, General, and enable SCIM provisioning.',
      'Under Provisioning, Integration, paste the address as SCIM connector base URL, userName as the unique identifier, and HTTP Header with the token as authentication. Tick all actions but importing, and test.',
      'Under To App enable Create Users, Update User Attributes and Deactivate Users.',
      'Assign people under Assignments, and choose under Push Groups which groups become teams.',
    ],
  },
] as const;

/** What to paste where. */
export const ProvisioningGuide = ({ address }: { address: string }) => (
  <div class="stack tight">
    <CopyText id="scim-address" label="Address" text={address} />
    {systems.map(({ name, steps }) => (
      <details>
        <summary class="row">
          <Icon name="right" turn />
          <b>{name}</b>
        </summary>
        <ol class="stack tight small">
          {steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </details>
    ))}
    <p class="small">
      Anything else that speaks SCIM 2.0 works as well: give it the address, and the token as a bearer token.
    </p>
  </div>
);
