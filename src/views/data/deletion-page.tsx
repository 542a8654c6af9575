import { formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';

type PageProps = {
  shell: Shell;
  /** Address of Admin -> Data. */
  base: string;
  /** What was typed as the name, when it was not taken. */
  typed: string;
  error?: string;
  message?: string;
};

/** What deleting the organization means and what it takes; once it is asked for, how it is called off. */
export const DeletionPage = (props: PageProps) => {
  const { shell, base, message } = props;
  const title = shell.deleteAt === null ? `Delete ${shell.org.name}?` : `${shell.org.name} will be deleted`;
  return (
    <Layout shell={shell} title={title} narrow>
      <PageHead
        title={title}
        over={
          <p class="small">
            <a href={base}>Data</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      {shell.deleteAt === null ? <Asking {...props} /> : <Waiting {...props} deleteAt={shell.deleteAt} />}
    </Layout>
  );
};

const Asking = ({ shell, base, typed, error }: PageProps) => (
  <form class="stack" method="post" action={`${base}/deletion`} {...once}>
    <div class="stack tight">
      <p>
        In seven days everything in {shell.org.name} goes for good: people, teams, OKRs with their history, comments,
        connections, the audit log. Nobody can bring it back. Pushes from Jira, Asana and Trello are ended there.
      </p>
      <p>
        Until then everybody works as before, and any owner can keep it. Data sources are not read any more from now on.
        All owners get a letter.
      </p>
      <p class="small">
        Exports go too. <a href={base}>Fetch one first</a>, if you may need it.
      </p>
    </div>
    <TextField
      id="name"
      name="name"
      label="Name of the organization"
      hint={`Write ${shell.org.name} to say that you mean it.`}
      value={typed}
      error={error}
      autocomplete="off"
      required
    />
    <div class="row">
      <button class="btn primary">Delete it in seven days</button>
      <a class="btn quiet" href={base}>
        Keep it
      </a>
    </div>
  </form>
);

const Waiting = ({ shell, base, deleteAt }: PageProps & { deleteAt: number }) => {
  const { day, dayOf, time } = formats(shell);
  return (
    <form class="stack" method="post" action={`${base}/deletion/revocation`} {...once}>
      <p>
        {`It can be kept until ${day(dayOf(deleteAt), 'long')}, ${time(deleteAt)}. After that everything goes, for good.`}
      </p>
      <div class="row">
        <button class="btn primary">Keep {shell.org.name}</button>
        <a class="btn quiet" href={base}>
          Fetch an export
        </a>
      </div>
    </form>
  );
};

/** A section of Admin -> Data for owners. */
export const DeletionSection = ({ shell, base }: { shell: Shell; base: string }) => (
  <section class="stack tight" aria-labelledby="deletion">
    <SectionHead id="deletion" title="Deletion" />
    {shell.deleteAt === null ? (
      <p class="small">
        The whole organization, for good, after seven days in which any owner can think better of it. The data of one
        person is deleted on their page under <a href={`/o/${shell.org.slug}/admin/users`}>Users</a>, once they are
        deactivated.
      </p>
    ) : (
      <p class="small">It is asked for. Any owner can still keep everything.</p>
    )}
    <p>
      <a class="btn" href={`${base}/deletion`}>
        {shell.deleteAt === null ? 'Delete the organization' : 'Keep the organization'}
      </a>
    </p>
  </section>
);
