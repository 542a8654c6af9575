import { addTask, type State } from './state.ts';

/** How the demo's people sign in, and the app with which a deployment lets them sign in at Asana itself. */
export const demoAccount = {
  user: 'dana@northwind.test',
  token: 'demo-asana-token',
  otherToken: 'demo-asana-token-of-omar',
  clientId: '1209000000000900',
  clientSecret: 'demo-asana-client-secret',
};

/** What the demo's projects, people and fields are called by. */
export const demoGids = {
  workspace: '1209000000000001',
  dana: '1209000000000011',
  omar: '1209000000000012',
  website: '1209000000000101',
  campaign: '1209000000000102',
  points: '1209000000000201',
  sections: { content: '1209000000000301', design: '1209000000000302', build: '1209000000000303' },
  pages: '1209000000000401',
  launch: '1209000000000402',
};

/**
 * The demo: a website relaunch with 40 tasks in three sections, 16 of them complete, subtasks to the third level, a line
 * between tasks and points to add up; and a campaign with 25 of 100 tasks complete.
 */
export function demo(now: number): State {
  const g = demoGids;
  const state: State = {
    workspaces: [{ gid: g.workspace, name: 'Northwind' }],
    users: [
      { gid: g.dana, name: 'Dana Whitlock', email: demoAccount.user, tokens: [demoAccount.token] },
      { gid: g.omar, name: 'Omar Said', email: 'omar@northwind.test', tokens: [demoAccount.otherToken] },
    ],
    projects: [
      { gid: g.website, name: 'Website relaunch', workspace: g.workspace, members: [g.dana, g.omar], archived: false },
      { gid: g.campaign, name: 'Autumn campaign', workspace: g.workspace, members: [g.dana], archived: false },
    ],
    sections: [
      { gid: g.sections.content, name: 'Content', project: g.website },
      { gid: g.sections.design, name: 'Design', project: g.website },
      { gid: g.sections.build, name: 'Build', project: g.website },
      { gid: '1209000000000304', name: 'Calls', project: g.campaign },
    ],
    fields: [{ gid: g.points, name: 'Points', projects: [g.website] }],
    tasks: [],
    webhooks: [],
    apps: [{ clientId: demoAccount.clientId, clientSecret: demoAccount.clientSecret, name: 'Cairn', redirects: [] }],
    codes: [],
    grants: [],
    nextGid: 1209000000001000,
  };
  for (const [name, titles] of Object.entries(relaunch)) {
    const section = g.sections[name as keyof typeof relaunch];
    titles.forEach((title, i) => {
      const gid = title === 'Write the product pages' ? g.pages : title === 'Launch checklist' ? g.launch : undefined;
      const place = { project: g.website, section, ...(gid && { gid }) };
      const assignee = i % 3 === 0 ? g.dana : i % 3 === 1 ? g.omar : null;
      const numbers = i % 4 === 3 ? { [g.points]: null } : { [g.points]: [1, 2, 3, 5, 8][i % 5]! };
      addTask(state, { name: title, ...place, assignee, numbers, completed: i < done[name as keyof typeof done] }, now);
    });
  }
  addTask(state, { name: 'Later:', project: g.website, section: g.sections.build }, now);
  pages.forEach((name, i) => {
    addTask(state, { name, parent: g.pages, assignee: i % 2 ? g.omar : g.dana, completed: i < 4 }, now);
  });
  const rehearsal = addTask(state, { name: 'Rehearse the switch', parent: g.launch, assignee: g.omar }, now);
  addTask(state, { name: 'Lower the DNS lifetime', parent: rehearsal.gid, completed: true }, now);
  addTask(state, { name: 'Roll back once', parent: rehearsal.gid }, now);
  addTask(state, { name: 'On the day:', parent: g.launch }, now);
  addTask(state, { name: 'Tell support', parent: g.launch, assignee: g.dana, completed: true }, now);
  for (let i = 1; i <= 100; i++)
    addTask(
      state,
      {
        name: `Call ${i}: ${industries[i % industries.length]}`,
        project: g.campaign,
        section: '1209000000000304',
        assignee: g.dana,
        completed: i <= 25,
      },
      now,
    );
  return state;
}

const done = { content: 6, design: 6, build: 4 };

const relaunch = {
  content: [
    'Write the product pages',
    'Interview five customers',
    'Rewrite the pricing page',
    'Case study: Harbour Logistics',
    'Case study: Fenwick Dairy',
    'About us',
    'Glossary of terms',
    'Press kit',
    'Careers page',
    'Redirect list of old addresses',
    'Alternative texts for images',
    'Translate into German',
    'Translate into French',
  ],
  design: [
    'Type scale',
    'Colour tokens',
    'Icon set',
    'Navigation on small screens',
    'Product page template',
    'Form fields and errors',
    'Illustrations for empty states',
    'Cookie notice',
    'Print styles',
    'Share images',
    'Contrast review',
    'Motion guidelines',
    'Search results',
  ],
  build: [
    'Choose the hosting',
    'Set up the repository',
    'Template for product pages',
    'Contact form with spam check',
    'Launch checklist',
    'Search index',
    'Consent for analytics',
    'Image resizing',
    'Sitemap and feeds',
    'Error pages',
    'Load test with 500 visitors',
    'Accessibility test with a screen reader',
    'Backups and restore',
    'Monitoring and alerts',
  ],
};

const pages = ['Backpacks', 'Tents', 'Stoves', 'Sleeping bags', 'Headlamps', 'Water filters', 'Maps', 'Repair kits'];

const industries = ['bakery', 'bike shop', 'dental practice', 'garden centre', 'hostel', 'law firm', 'print shop'];
