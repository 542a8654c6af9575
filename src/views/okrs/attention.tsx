import { SectionHead } from '../ui/heads.tsx';
import { type OkrView, regions } from './okr-view.ts';

/** What wants a person, calmly, each with what to do about it; for those who may. The region stays when it is empty. */
export const Attention = ({ foresight: { attention }, may }: OkrView) =>
  may.change ? (
    <div id={regions.attention}>
      {attention.length > 0 && (
        <section aria-labelledby="attention">
          <SectionHead id="attention" title="Needs attention" />
          <ul class="rows" role="list">
            {attention.map(({ says, todo }) => (
              <li>
                <p>
                  {says}
                  <small>{todo}</small>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  ) : null;
