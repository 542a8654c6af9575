import type { Candidate } from '../../domain/behalves/finding.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { BeginForm, type BehalfValues } from './begin-form.tsx';

type PageProps = {
  shell: Shell;
  member: Candidate['member'];
  against: string | null;
  values?: BehalfValues;
  errors?: FieldErrors;
};

/** Asks for how long and why an admin wants to act for a member. */
export const BeginPage = ({ shell, member, ...form }: PageProps) => (
  <Layout shell={shell} title={`Act for ${member.name}`} narrow>
    <PageHead
      title={`Act for ${member.name}`}
      over={
        <p class="small">
          <a href={`/o/${shell.org.slug}/admin/users/${member.id}`}>{member.name}</a>
        </p>
      }
    />
    <BeginForm org={shell.org} member={member} {...form} />
  </Layout>
);
