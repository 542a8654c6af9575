import { addIssue, type NewIssue, type State, type StatusName } from './state.ts';

/** How the demo's account signs in, for the page and for whoever sets up the demo. */
export const demoAccount = {
  user: 'dana@northwind.test',
  token: 'demo-jira-token',
  scopedToken: 'demo-jira-scoped-token',
  personalAccessToken: 'demo-jira-pat',
};

/** The app with which people may sign in to the demo's Jira. */
export const demoApp = { id: 'cairn-app', secret: 'cairn-app-secret' };

/**
 * The data of the demo: an epic with 3 of 10 stories and 16 of 50 story points done, 14 of 31 bugs done, and an epic with 5 of
 * 8 stories done, estimated at 20 of 40 hours.
 */
export function demo(now: number): State {
  const state: State = {
    projects: [
      { id: '10000', key: 'AE', name: 'Acquisition & Email' },
      { id: '10001', key: 'OPS', name: 'Customer operations' },
      { id: '10002', key: 'WEB', name: 'Website' },
    ],
    issues: [],
    accounts: [
      {
        accountId: '5b10ac8d82e05b22cc7d4ef5',
        email: demoAccount.user,
        displayName: 'Dana Whitfield',
        tokens: [demoAccount.token],
        scopedTokens: [demoAccount.scopedToken],
        pats: [demoAccount.personalAccessToken],
      },
    ],
    webhooks: [],
    grants: [],
    nextId: 10100,
  };
  const dana = state.accounts[0]?.accountId ?? null;
  const add = (issue: NewIssue) => addIssue(state, issue, now);
  add({
    project: 'AE',
    key: 'AE-786',
    type: 'Epic',
    summary: 'Email Campaigns',
    status: 'In Progress',
    assignee: dana,
  });
  stories.forEach(([summary, status, points], i) => {
    add({ project: 'AE', parent: 'AE-786', summary, status, points, assignee: i % 2 ? null : dana, labels: ['email'] });
  });
  bugs.forEach((summary, i) => {
    const status = i < 14 ? 'Done' : i < 19 ? 'In Progress' : 'To Do';
    add({ project: 'OPS', type: 'Bug', summary, status, labels: ['quality'] });
  });
  add({ project: 'WEB', key: 'WEB-12', type: 'Epic', summary: 'Mobile version', status: 'In Progress' });
  mobile.forEach(([summary, status, hours]) => {
    add({ project: 'WEB', parent: 'WEB-12', summary, status, estimate: hours * 3600, labels: ['mobile'] });
  });
  return state;
}

const stories: [summary: string, status: StatusName, points: number | null][] = [
  ['Welcome series for trial accounts', 'Done', 5],
  ['Segment the list by plan and country', 'Done', 3],
  ['Sender domain with SPF, DKIM and DMARC', 'Done', 8],
  ['Win-back campaign for lapsed customers', 'In Progress', 8],
  ['Subject line test on the newsletter', 'In Progress', 5],
  ['Product update template', 'To Do', 3],
  ['Preference centre', 'To Do', 8],
  ['Unsubscribe in one step', 'To Do', null],
  ['Landing page for the autumn campaign', 'To Do', 5],
  ['Report of revenue per campaign', 'To Do', 5],
];

const mobile: [summary: string, status: StatusName, hours: number][] = [
  ['Navigation on small screens', 'Done', 4],
  ['Product pages at 360 pixels', 'Done', 6],
  ['Images in the right size', 'Done', 2],
  ['Checkout with one hand', 'Done', 5],
  ['Search with a touch keyboard', 'Done', 3],
  ['Offline notice', 'In Progress', 1.5],
  ['Save a basket for later', 'To Do', 8],
  ['Pay with the phone', 'To Do', 10.5],
];

const bugs = [
  'Invoice shows the old address',
  'Refund is booked twice',
  'Chat window covers the send button',
  'Export stops after 1,000 rows',
  'Ticket loses its attachment when merged',
  'Password mail arrives in the wrong language',
  'Order total rounds up twice',
  'Search finds archived tickets',
  'Phone number with a plus is refused',
  'Delivery date is a day early in Japan',
  'Gift card cannot be split',
  'Survey is sent before delivery',
  'Macro forgets its placeholder',
  'Report counts spam as solved',
  'Return label prints blank',
  'Customer notes vanish on refresh',
  'Escalation mail goes to the whole team',
  'Time zone missing in the call log',
  'Discount stays after the order changes',
  'Two agents can take the same ticket',
  'Address check refuses Irish postcodes',
  'Status page shows yesterday',
  'Umlauts broken in the invoice file',
  'Queue does not reload on the tablet',
  'Subscription renews after cancelling',
  'Contact form accepts an empty message',
  'Tracking link leads to the old carrier',
  'Saved reply cuts long links',
  'Priority resets when the ticket is moved',
  'Tax line missing on credit notes',
  'Voice message cannot be played twice',
];

/** Filters that somebody saved. */
export const demoFilters = [
  { id: '10100', name: 'Quality of operations', jql: 'project = OPS AND labels = quality' },
  { id: '10101', name: 'Renewals epic', jql: '"Epic Link" = AE-786' },
];
