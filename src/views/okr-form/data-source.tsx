import { LinkFields } from '../data-links/fields.tsx';
import { isAdmin } from '../shell.ts';
import { Choices } from '../ui/choice.tsx';
import { SectionHead } from '../ui/heads.tsx';
import type { OkrFormProps } from './page.tsx';

/** Where the value comes from: people, what is aligned to it, or a data source. */
export const DataSourceSection = ({ shell, formats, values, errors, preview, choosable }: OkrFormProps) => (
  <section class="stack tight" id="data-source" aria-labelledby="source">
    <SectionHead id="source" title="Connect data source to auto-update progress" note="optional" />
    <Choices
      legend="Where the value comes from"
      name="source"
      value={values.source}
      options={[
        { value: 'jira', title: 'Jira', detail: 'Counts issues', provider: 'jira' },
        { value: 'manual', title: 'By hand', detail: 'You check in', icon: 'edit' },
        values.kind === 'project'
          ? { value: 'rollup', title: 'By tasks', detail: 'The share that is done', icon: 'check' }
          : { value: 'rollup', title: 'Roll-up', detail: 'From what is aligned to it', icon: 'okrs' },
      ]}
    />
    {errors.source && <span class="error">{errors.source}</span>}
    <div class="stack tight if-linked">
      <LinkFields
        org={shell.org.slug}
        values={values}
        errors={errors}
        connections={choosable.connections}
        preview={preview}
        formats={formats}
        admin={isAdmin(shell)}
        count="if-metric"
      />
    </div>
  </section>
);
