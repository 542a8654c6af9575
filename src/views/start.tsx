import { Gate } from './layout.tsx';
import type { Frame } from './shell.ts';

type Belonging = { slug: string; name: string };

type StartProps = {
  frame: Frame;
  belongings: readonly Belonging[];
  /** Whether this person may make an organization. */
  founds: boolean;
};

/** A choice for people of several organizations; a word of what to do for people of none. */
export const StartPage = ({ frame, belongings, founds }: StartProps) => (
  <Gate frame={frame} title="Your organizations">
    {belongings.length > 0 ? (
      <>
        <h1>Where to?</h1>
        <ul class="rows" role="list">
          {belongings.map(({ slug, name }) => (
            <li>
              <p>
                <a href={`/o/${slug}`}>{name}</a>
              </p>
            </li>
          ))}
        </ul>
      </>
    ) : (
      <div class="stack tight">
        <h1>Nobody has added you yet.</h1>
        <p>You are signed in, but no organization here knows your address. Ask an admin of yours to add you.</p>
      </div>
    )}
    {founds && (
      <a class="btn" href="/organizations/new">
        New organization
      </a>
    )}
    <form method="post" action="/signout">
      <button class="btn">Sign out</button>
    </form>
  </Gate>
);
