import { formats } from './format.ts';
import { isAdmin, type Place, type Shell } from './shell.ts';
import { Avatar, initials } from './ui/avatar.tsx';
import { Icon, type IconName, Mark } from './ui/icon.tsx';
import { StatusGlyph, statusClass, statusWords } from './ui/status.tsx';
import { shortSpan, WeekTrail } from './ui/trail.tsx';

type InShell = { shell: Shell };

const personMenu = 'person-menu';
const moreMenu = 'more-menu';
const findMenu = 'find-menu';

export const Brand = ({ href }: { href: string }) => (
  <a class="brand" href={href}>
    <Mark />
    Cairn
  </a>
);

/** The organization's own picture where it has one, else Cairn's. */
const Home = ({ shell }: InShell) =>
  shell.org.logo === null ? (
    <Brand href={home(shell)} />
  ) : (
    <a class="brand" href={home(shell)}>
      <img class="logo" src={shell.org.logo} alt={shell.org.name} />
    </a>
  );

export const SideBar = ({ shell }: InShell) => (
  <header class="side" aria-label="Cairn">
    <Home shell={shell} />
    <Find shell={shell} />
    <nav class="nav" aria-label="Main">
      {mainPlaces.map((place) => (
        <PlaceLink shell={shell} {...place} />
      ))}
    </nav>
    <TeamLinks shell={shell} />
    <OwnLinks shell={shell} />
    <AdminLinks shell={shell} />
    <div class="nav stack tight">
      {shell.period && <WeekTrail period={shell.period} today={shell.today} formats={formats(shell)} />}
      <button type="button" popovertarget={personMenu}>
        <Avatar name={shell.me.name} silent />
        <span>
          {shell.me.name}
          <small>{shell.org.name}</small>
        </span>
      </button>
    </div>
  </header>
);

export const TopBar = ({ shell }: InShell) => (
  <header class="topbar row" aria-label="Cairn, short">
    <Home shell={shell} />
    {shell.period && (
      <a class="btn quiet end" href={`${home(shell)}/okrs`}>
        {shortSpan(shell.period, shell.today)}
      </a>
    )}
    <button
      type="button"
      class={shell.period ? 'btn quiet only' : 'btn quiet only end'}
      popovertarget={findMenu}
      aria-label="Search"
    >
      <Icon name="search" />
    </button>
    <button
      type="button"
      class="btn quiet only"
      popovertarget={personMenu}
      aria-label={`${initials(shell.me.name)}, your menu`}
    >
      <Avatar name={shell.me.name} silent />
    </button>
  </header>
);

export const TabBar = ({ shell }: InShell) => (
  <nav class="tabbar" aria-label="Main, short">
    {mainPlaces.map(({ place, icon, words }) => (
      <a href={hrefOf(shell, place)} aria-current={shell.current === place ? 'page' : undefined}>
        <Icon name={icon} />
        {words}
      </a>
    ))}
    <button type="button" popovertarget={moreMenu}>
      <Icon name="more" />
      More
    </button>
  </nav>
);

/** What the side bar has and the tab bar does not. */
export const MoreMenu = ({ shell }: InShell) => (
  <div class="menu" id={moreMenu} popover="auto">
    <TeamLinks shell={shell} bare />
    <OwnLinks shell={shell} bare />
    <AdminLinks shell={shell} bare />
    {shell.period && (
      <div class="stack">
        <WeekTrail period={shell.period} today={shell.today} formats={formats(shell)} />
      </div>
    )}
    <hr />
    <PersonActions shell={shell} />
  </div>
);

/** The search box, where there is no room for it on the page. */
export const FindMenu = ({ shell }: InShell) => (
  <div class="menu" id={findMenu} popover="auto">
    <Find shell={shell} first />
  </div>
);

export const PersonMenu = ({ shell }: InShell) => (
  <div class="menu" id={personMenu} popover="auto">
    <PersonActions shell={shell} />
  </div>
);

const themes = [
  { value: 'light', words: 'Light' },
  { value: 'dark', words: 'Dark' },
  { value: '', words: 'Match my device' },
] as const;

const PersonActions = ({ shell }: InShell) => (
  <>
    <p class="small">
      {shell.me.name}
      <small>{shell.me.email}</small>
    </p>
    <hr />
    <form method="post" action="/theme" data-themes>
      {themes.map(({ value, words }) => (
        <button name="theme" value={value} aria-pressed={(shell.theme ?? '') === value ? 'true' : 'false'}>
          {words}
        </button>
      ))}
    </form>
    <hr />
    <a href={`${home(shell)}/account`}>Your account</a>
    <a href="/organizations">Organizations</a>
    <form method="post" action="/signout">
      <button>Sign out</button>
    </form>
  </>
);

const TeamLinks = ({ shell, bare }: InShell & { bare?: boolean }) =>
  shell.teams.length === 0 ? null : (
    <nav class={bare ? undefined : 'nav'} aria-label="Teams">
      <p class="small count">Teams</p>
      {shell.teams.map((team) => (
        <a href={`${home(shell)}/teams/${encodeURIComponent(team.id)}`}>
          {team.name}
          {team.status && (
            <span class={`end ${statusClass(team.status)}`}>
              <StatusGlyph status={team.status} label={statusWords[team.status]} />
            </span>
          )}
        </a>
      ))}
    </nav>
  );

const OwnLinks = ({ shell, bare }: InShell & { bare?: boolean }) =>
  isAdmin(shell) || !shell.connects ? null : (
    <nav class={bare ? undefined : 'nav'} aria-label="Yours">
      <PlaceLink shell={shell} place="connections" icon="plug" words="Your connections" />
    </nav>
  );

const AdminLinks = ({ shell, bare }: InShell & { bare?: boolean }) =>
  !isAdmin(shell) ? null : (
    <nav class={bare ? undefined : 'nav'} aria-label="Admin">
      <p class="small count">Admin</p>
      <PlaceLink shell={shell} place="settings" icon="tune" words="Settings" />
      <PlaceLink shell={shell} place="users" icon="people" words="Users" />
      <PlaceLink shell={shell} place="teams" icon="map" words="Teams" />
      <PlaceLink shell={shell} place="okr-settings" icon="okrs" words="OKRs & projects" />
      <PlaceLink shell={shell} place="periods" icon="clock" words="Time periods" />
      <PlaceLink shell={shell} place="tags" icon="tag" words="Tags" />
      <PlaceLink shell={shell} place="integrations" icon="plug" words="Integrations" />
      <PlaceLink shell={shell} place="notifications" icon="bell" words="Notifications" />
      <PlaceLink shell={shell} place="security" icon="lock" words="Security" />
      <PlaceLink shell={shell} place="audit" icon="log" words="Audit log" />
      <PlaceLink shell={shell} place="data" icon="save" words="Data" />
    </nav>
  );

const Find = ({ shell, first }: InShell & { first?: boolean }) => (
  <form class="find" action={`${home(shell)}/okrs`} role="search">
    <Icon name="search" />
    <input type="search" name="q" placeholder="Search" aria-label="Search OKRs" autofocus={first} />
  </form>
);

const PlaceLink = ({ shell, place, icon, words }: InShell & { place: Place; icon: IconName; words: string }) => (
  <a href={hrefOf(shell, place)} aria-current={shell.current === place ? 'page' : undefined}>
    <Icon name={icon} />
    {words}
    {place === 'home' && shell.due > 0 && <span class="end count">{shell.due}</span>}
  </a>
);

const mainPlaces: readonly { place: Place; icon: IconName; words: string }[] = [
  { place: 'home', icon: 'week', words: 'My week' },
  { place: 'okrs', icon: 'okrs', words: 'OKRs' },
  { place: 'check-in', icon: 'plus', words: 'Check in' },
];

const paths: Record<Place, string> = {
  home: '',
  okrs: '/okrs',
  'check-in': '/check-in',
  settings: '/admin/settings',
  'okr-settings': '/admin/okrs',
  connections: '/connections',
  integrations: '/admin/integrations',
  tags: '/admin/tags',
  periods: '/admin/periods',
  users: '/admin/users',
  teams: '/admin/teams',
  notifications: '/admin/notifications',
  security: '/admin/security',
  audit: '/admin/audit',
  data: '/admin/data',
};

const home = (shell: Shell): string => `/o/${shell.org.slug}`;
const hrefOf = (shell: Shell, place: Place): string => home(shell) + paths[place];
