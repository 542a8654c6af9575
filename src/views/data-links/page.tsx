import type { Pickable } from '../../domain/connections/finding.ts';
import type { LinkedOkr } from '../../domain/data-links/listing-reusable.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { OkrValues } from '../okr-form/values.ts';
import { connectionsOf, isAdmin, type Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import type { Lists } from './choices.tsx';
import { LinkFields, SourceChoices } from './fields.tsx';
import type { Preview } from './preview.tsx';

type PageProps = Pickable & {
  shell: Shell;
  formats: Formats;
  okr: { title: string; linked: boolean };
  /** Address of the OKR; the link is below it. */
  href: string;
  values: OkrValues;
  errors: Record<string, string>;
  message?: string;
  reusable: readonly LinkedOkr[];
  lists: Lists;
  preview: Preview;
};

/** The data link of an OKR that exists. */
export const DataLinkPage = ({ shell, okr, href, values, errors, message, tools, connections, ...rest }: PageProps) => {
  const action = `${href}/data-link`;
  return (
    <Layout shell={shell} title="Data source">
      <PageHead
        title="Connect data source to auto-update progress"
        over={
          <p class="small">
            <a href={href}>{okr.title}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      <div class="split">
        <div>
          <form class="stack tight" id="data-source" method="post" action={action}>
            <MeasureAsIs values={values} />
            <SourceChoices {...{ action, values, tools, connections }} />
            <LinkFields
              {...rest}
              {...{ action, values, errors, connections }}
              base={`/o/${shell.org.slug}`}
              admin={isAdmin(shell)}
              connect={shell.connects ? connectionsOf(shell).href : null}
              count={values.measure === 'metric' ? 'shown' : 'none'}
            />
            <div class="row">
              {connections.length > 0 && (
                <button class="btn primary">{okr.linked ? 'Save and read' : 'Connect and read'}</button>
              )}
              <a class="btn quiet" href={href}>
                Cancel
              </a>
            </div>
          </form>
          {okr.linked && (
            <form class="stack tight" method="post" action={`${href}/data-link/removal`}>
              <p class="small">Without its data source the OKR keeps its value and is checked in by hand.</p>
              <div class="row">
                <button class="btn">Remove the data source</button>
              </div>
            </form>
          )}
        </div>
      </div>
    </Layout>
  );
};

const asIs = ['measure', 'measure_name', 'unit', 'start', 'target', 'direction'] as const;

/** The measure travels along, so that the preview can say what the numbers come to. */
const MeasureAsIs = ({ values }: { values: OkrValues }) => (
  <div id="measure" hidden>
    {asIs.map((name) => (
      <input type="hidden" name={name} value={values[name]} />
    ))}
  </div>
);
