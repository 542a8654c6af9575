import { type Domain, domainOf, recordOf } from '../../domain/domains/domain.ts';
import { CopyText } from '../connections/copy-text.tsx';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Empty } from '../ui/empty.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { StatusGlyph, statusClass } from '../ui/status.tsx';

type DomainsProps = {
  shell: Shell;
  formats: Formats;
  /** Address of this page and start of its forms'. */
  base: string;
  domains: readonly Domain[];
  /** Whether this person is an owner, whose word counts for the domain of their own address. */
  confirms: boolean;
  /** What was typed, when it was refused. */
  typed?: string;
  error?: string;
  message?: string;
};

/** Admin -> Security -> Domains. */
export const DomainsPage = ({ shell, formats, base, domains, confirms, typed, error, message }: DomainsProps) => (
  <Layout shell={shell} title="Domains" narrow>
    <PageHead
      title="Domains"
      over={
        <p class="small">
          <a href={`/o/${shell.org.slug}/admin/security`}>Security</a>
        </p>
      }
      under="The part of your e-mail addresses behind the @. Single sign-on finds people by it, and may admit them."
    />
    {message && <Alert status="behind" title={message} urgent />}
    {domains.length === 0 ? (
      <Empty heading="h2" title="No domain yet">
        Add the one that your work addresses end in.
      </Empty>
    ) : (
      domains.map((domain) => <OneDomain {...{ shell, formats, base, domain, confirms }} />)
    )}
    <section class="stack tight" aria-labelledby="add">
      <SectionHead id="add" title="Add a domain" />
      <form class="stack tight" method="post" action={base} {...once}>
        <TextField
          id="domain"
          name="domain"
          label="Domain"
          placeholder="northwind.com"
          value={typed}
          error={error}
          inputmode="url"
          autocomplete="off"
          required
          attributes={{ maxlength: 260, autocapitalize: 'none', spellcheck: 'false' }}
        />
        <div class="row">
          <button class="btn primary">Add</button>
        </div>
      </form>
    </section>
  </Layout>
);

type OneProps = Pick<DomainsProps, 'shell' | 'formats' | 'base' | 'confirms'> & { domain: Domain };

const OneDomain = ({ shell, formats, base, domain, confirms }: OneProps) => {
  const { domain: name, provedAt, proof } = domain;
  const at = `${base}/${name}`;
  return (
    <section class="stack tight" aria-labelledby={`domain-${name}`}>
      <SectionHead
        id={`domain-${name}`}
        title={name}
        action={
          <span class={`status ${statusClass(provedAt === null ? 'not_started' : 'on_track')}`}>
            <StatusGlyph status={provedAt === null ? 'not_started' : 'on_track'} />
            {provedAt === null ? 'Not proved yet' : 'Proved'}
          </span>
        }
      />
      {provedAt !== null && (
        <p class="small">
          {proof === 'dns' ? 'By its DNS record' : 'By an owner’s word'}, {formats.moment(provedAt)}.
        </p>
      )}
      {proof !== 'dns' && (
        <CopyText
          id={`record-${name}`}
          label={`${proof === 'owner' ? 'A DNS record counts for more: add a' : 'Add a'} TXT record at ${name} that says`}
          text={recordOf(domain)}
        />
      )}
      <div class="row">
        {proof !== 'dns' && (
          <form method="post" action={`${at}/proof`} {...once}>
            <button class="btn">
              Look for the record<span class="vh"> of {name}</span>
            </button>
          </form>
        )}
        {proof === null && confirms && domainOf(shell.me.email) === name && (
          <form method="post" action={`${at}/confirmation`} {...once}>
            <button class="btn">
              Confirm with my address<span class="vh"> that {name} is ours</span>
            </button>
          </form>
        )}
        <form class="end" method="post" action={`${at}/removal`} {...once}>
          <button class="btn quiet">
            Remove<span class="vh"> {name}</span>
          </button>
        </form>
      </div>
    </section>
  );
};
