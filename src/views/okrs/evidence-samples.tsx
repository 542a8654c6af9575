import type { Link } from '../../domain/okrs/link.ts';
import type { Formats } from '../format.ts';
import { Icon } from '../ui/icon.tsx';
import { StatusMark } from '../ui/status.tsx';

/** The items behind a reading, as far as they were kept. */
export const Samples = ({ link: { samples, matched }, formats }: { link: Link; formats: Formats }) => {
  if (!samples || samples.length === 0) return null;
  const all = matched ?? samples.length;
  const words =
    samples.length < all
      ? `Show ${formats.number(samples.length)} of the ${formats.number(all)} issues`
      : all === 1
        ? 'Show the issue'
        : `Show the ${formats.number(all)} issues`;
  return (
    <details>
      <summary class="row small">
        <Icon name="right" turn />
        {words}
      </summary>
      <div class="scroll" tabindex={0} role="region" aria-label="Issues">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Issue</th>
              <th scope="col">Summary</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr>
                <td>
                  <a href={sample.url} rel="noreferrer">
                    {sample.key}
                  </a>
                </td>
                <td>{sample.title}</td>
                <td>{sample.done ? <StatusMark status="on_track" says={sample.state} /> : sample.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};
