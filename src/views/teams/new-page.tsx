import type { FieldErrors } from '../../domain/refusal.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { LeadField, NameField, ParentField, type TeamChoices, type TeamValues, TypeField } from './fields.tsx';
import { adminTeamLinks } from './links.ts';

type PageProps = {
  shell: Shell;
  values: TeamValues;
  errors: FieldErrors;
  message?: string | undefined;
  choices: TeamChoices;
};

/** The form of a new team. Its members are added once it is there. */
export const NewTeamPage = ({ shell, message, ...fields }: PageProps) => {
  const links = adminTeamLinks(shell.org.slug);
  return (
    <Layout shell={shell} title="Add a team" narrow>
      <PageHead
        title="Add a team"
        over={
          <p class="small">
            <a href={links.list}>Teams</a>
          </p>
        }
        under="Its members are added once it is there."
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack tight" method="post" action={links.add} {...once}>
        <div class="grid">
          <NameField {...fields} />
          <TypeField {...fields} />
          <LeadField {...fields} />
          <ParentField {...fields} />
        </div>
        <div class="row">
          <button class="btn primary">Add the team</button>
          <a class="btn quiet" href={links.list}>
            Cancel
          </a>
        </div>
      </form>
    </Layout>
  );
};
