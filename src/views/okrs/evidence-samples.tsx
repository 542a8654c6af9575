import type { Link } from '../../domain/okrs/link.ts';
import { providerItems } from '../../domain/words.ts';
import { addsUp, capital } from '../data-links/query-words.ts';
import type { Formats } from '../format.ts';
import { Icon } from '../ui/icon.tsx';
import { StatusMark } from '../ui/status.tsx';

/** The items behind a reading, as far as they were kept. */
export const Samples = ({ link: { samples, matched, query, source }, formats }: { link: Link; formats: Formats }) => {
  const { one, many } = providerItems[source.provider];
  if (!samples || samples.length === 0) return null;
  // What is added up is no number of items: then as many are told of as are kept.
  const all = addsUp(query) ? samples.length : (matched ?? samples.length);
  const words =
    samples.length < all
      ? `Show ${formats.number(samples.length)} of the ${formats.number(all)} ${many}`
      : all === 1
        ? `Show the ${one}`
        : `Show the ${formats.number(all)} ${many}`;
  // Only Jira's items have a key that people call them by.
  const named = source.provider === 'jira';
  return (
    <details>
      <summary class="row small">
        <Icon name="right" turn />
        {words}
      </summary>
      <div class="scroll" tabindex={0} role="region" aria-label={capital(many)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{capital(one)}</th>
              {named && <th scope="col">Summary</th>}
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr>
                <td>
                  <a href={sample.url} rel="noreferrer">
                    {named ? sample.key : sample.title}
                  </a>
                </td>
                {named && <td>{sample.title}</td>}
                <td>{sample.done ? <StatusMark status="on_track" says={sample.state} /> : sample.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};
