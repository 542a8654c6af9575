import { createMessageBatch } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { api } from '../../src/api/app.ts';
import { commit } from '../../src/db/commit.ts';
import { type JobId, type MemberId, newId, type OkrId } from '../../src/db/ids.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { identities } from '../../src/db/schema/people.ts';
import { beginningOf } from '../../src/domain/archives/export-job.ts';
import { postComment } from '../../src/domain/comments/posting.ts';
import { askForCopies } from '../../src/domain/copies/asking.ts';
import { addDomain } from '../../src/domain/domains/adding.ts';
import { recordOf } from '../../src/domain/domains/domain.ts';
import { listDomains } from '../../src/domain/domains/finding.ts';
import { eraseMember } from '../../src/domain/erasure/erasing.ts';
import { findInvitationJob, planInvitations, startJob } from '../../src/domain/invitations/asking.ts';
import { invite } from '../../src/domain/invitations/inviting.ts';
import { rowsOf } from '../../src/domain/invitations/row.ts';
import { tokenOf } from '../../src/domain/invitations/token.ts';
import { keepDeadLetter, listDeadLetters } from '../../src/domain/jobs/dead-letters.ts';
import { letterRow } from '../../src/domain/letters/writing.ts';
import { addMember } from '../../src/domain/members/creating.ts';
import { deactivateMember } from '../../src/domain/members/editing.ts';
import { findMember } from '../../src/domain/members/listing.ts';
import { askForHandOver } from '../../src/domain/members/ordering-hand-over.ts';
import { proposeChange } from '../../src/domain/okrs/proposing-change.ts';
import { setLogo } from '../../src/domain/organizations/logo.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { createProposal } from '../../src/domain/proposals/drafting.ts';
import { react } from '../../src/domain/reactions/reacting.ts';
import { makeSignInLink } from '../../src/domain/sessions/signing-in.ts';
import { saveProvider } from '../../src/domain/sso/configuring.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { createTeam } from '../../src/domain/teams/creating.ts';
import { createToken } from '../../src/domain/tokens/creating.ts';
import { consume } from '../../src/jobs/consumer.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { dayOf } from '../../src/lib/days.ts';
import { signHmac, toHex } from '../../src/lib/hmac.ts';
import { listMails, mailboxCarrier } from '../../src/mail/mailbox.ts';
import { web } from '../../src/web/app.tsx';
import type { Job } from '../../src/writers/messages.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { keysOf } from './keys.ts';
import { openIdOutside } from './oidc.ts';
import { DAY, tree, type World, world } from './world.ts';

const ORIGIN = 'http://cairn.test';
const BROWSER = 'the browser of this walk';

const settings = import.meta.glob('../../wrangler.toml', { query: '?raw', import: 'default', eager: true });
const crons: string[] = JSON.parse(/^crons = (\[.*\])$/m.exec(String(Object.values(settings)[0]))![1]!);

/** What a path can name, by the segment before it. */
type Ids = Record<
  | 'okrs'
  | 'mailbox'
  | 'check-ins'
  | 'parents'
  | 'connections'
  | 'integrations'
  | 'periods'
  | 'teams'
  | 'members'
  | 'users'
  | 'left'
  | 'hand-over'
  | 'people'
  | 'tags'
  | 'jobs'
  | 'work'
  | 'comments'
  | 'drafts'
  | 'loose'
  | 'proposals'
  | 'projects'
  | 'tasks'
  | 'tokens'
  | 'domains'
  | 'new'
  | 'sessions'
  | 'passkeys'
  | 'entering'
  | 'adding'
  | 'invitations'
  | 'invited'
  | 'invite'
  | 'door'
  | 'link'
  | 'exports',
  string
>;

/** What the DNS says, for the domains of the walk. */
const texts: Record<string, string[]> = {};

const signOn = {
  label: 'Northwind',
  issuer: 'https://login.northwind.test',
  client_id: 'cairn',
  client_secret: 'of the client',
};

/** The beginning of a PNG, which is as much as is looked at. */
const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `file` is sent as a file of that content. */
type Variant = { query?: string; body?: Record<string, unknown>; file?: string | Uint8Array<ArrayBuffer> };

/**
 * What routes are asked with. A route that is not here is asked once, with nothing: whoever adds one that takes a body
 * or has filters adds them here.
 */
const variants = (w: World, ids: Ids): Record<string, Variant[]> => {
  const yesterday = dayOf(w.now - DAY, w.org.timeZone);
  const okr = {
    kind: 'key_result',
    title: 'Answer faster',
    parents: [{ okr_id: ids.parents }],
    tags: ['growth', 'new'],
  };
  const form = {
    kind: 'key_result',
    title: 'Answer faster',
    measure: 'percent',
    source: 'manual',
    level: 'team',
    team_id: w.team.id,
    owner_ids: w.dana.id,
    period_id: w.quarter.id,
    ambition: 'committed',
    parents: ids.parents,
    tags: 'growth, shiny',
    version: '999',
  };
  const linking = { source: 'jira', connection_id: ids.connections, jql: 'project = OPS', count: 'completed' };
  const account = {
    site_url: 'https://northwind.atlassian.net',
    user: 'dana@northwind.test',
    token: 'demo-jira-token',
  };
  const lists = (...filters: string[]): Variant[] => ['', ...filters].map((query) => ({ query }));
  return {
    'GET /o/:org/okrs': lists(
      'period=all',
      `period=${w.year.id}`,
      'level=mine',
      'level=team',
      `team=${w.team.id}`,
      `owner=${w.dana.id}`,
      'status=behind',
      'kind=project',
      'kind=key_result&period=all',
      'kind=key_result&status=behind&level=team',
      'status=behind&status=at_risk',
      'q=result',
      'tag=growth',
      `tag=Growth&level=team&status=behind&owner=${w.dana.id}&q=result&after=${ids.parents}`,
      `after=team.${ids.parents}`,
      `level=individual&after=${ids.parents}`,
      `on=${yesterday}`,
      `on=${yesterday}&level=team`,
    ),
    'GET /o/:org/okrs/:id{okr_[0-9A-Z]+}': lists(`on=${dayOf(w.now - DAY, w.org.timeZone)}`),
    'GET /o/:org/okrs/days': lists(`period_id=${w.quarter.id}&ends_on=2030-01-01`),
    'GET /o/:org/okrs/:okr/instalments': lists('division=parts'),
    'POST /o/:org/admin/periods': [
      { body: { name: 'Summer', kind: 'custom', starts_on: '2029-01-01', ends_on: '2029-02-01' } },
    ],
    'POST /o/:org/admin/periods/:period': [
      { body: { name: 'Late winter', kind: 'custom', starts_on: '2028-01-01', ends_on: '2028-02-01' } },
    ],
    'POST /o/:org/admin/periods/ahead': [{ body: { ahead: 'on' } }],
    'GET /o/:org/okrs/new': lists(`parent=${ids.parents}`, `period=${w.year.id}`),
    'GET /o/:org/okrs/coach': lists(
      'kind=objective',
      `kind=objective&title=Answer+faster+so+that+they+stay&level=team&team_id=${w.team.id}`,
      `kind=objective&title=Answer+faster&level=organization&okr=${ids.parents}`,
      `kind=key_result&title=Answer+every+shop+faster&level=individual&owner_ids=${w.dana.id}&parents=${ids.parents}&okr=${ids.okrs}`,
      `kind=objective&title=Answer&level=individual&owner_ids=${w.dana.id}&period_id=${w.quarter.id}`,
    ),
    'GET /o/:org/okrs/templates/:template': lists('', `period=${w.quarter.id}`),
    'POST /o/:org/okrs/templates/:template': [
      {
        body: {
          title: 'Become the tool they cannot work without',
          period_id: w.quarter.id,
          team_id: w.team.id,
          chosen_0: 'on',
          words_0: 'Increase customers',
          name_0: 'Customers',
          unit_0: '',
          from_0: '400',
          to_0: '650',
        },
      },
    ],
    'GET /o/:org/check-in': lists(`okr=${ids.okrs}`, `okr=${ids.okrs}&said=${ids.okrs}`),
    'GET /o/:org/check-in/verdict': [{ query: `okr=${ids.okrs}&value=3` }],
    'POST /o/:org/check-in': [{ body: { okr: ids.okrs, value: '31' } }],
    'POST /o/:org/check-in/all': [{ body: { okr: ids.okrs, [`value_${ids.okrs}`]: '34' } }],
    'POST /o/:org/okrs/:id/check-ins': [{ body: { value: '32' } }],
    'POST /o/:org/okrs/new': [
      { body: form },
      { body: { ...form, find: 'coach' } },
      { body: { ...form, find: 'owners', sought_owners: 'da', sought_delegates: 'om', sought_parents: 'del' } },
    ],
    'POST /o/:org/okrs/:okr/edit': [{ body: { ...form, find: 'preview', ...linking } }],
    'POST /o/:org/okrs/:okr/data-link': [{ body: linking }, { body: { ...linking, find: 'preview' } }],
    'POST /o/:org/data-links/preview': [{ body: linking }],
    'POST /o/:org/admin/integrations': [
      { body: { provider: 'jira', name: 'Another', shared: 'on', interval: 'daily', ...account } },
    ],
    'GET /o/:org/data-links/choices': [{ query: `list=sum_field&source=jira&connection_id=${ids.connections}` }],
    'POST /o/:org/data-links/estimate': [{ body: linking }],
    'GET /o/:org/admin/integrations/new': lists('provider=trello', 'provider=bigquery'),
    'GET /o/:org/admin/integrations/providers/:provider/sign-in': [{ query: 'state=northwind.unknown&code=c' }],
    'POST /o/:org/admin/integrations/providers/:provider/sign-in': [
      { body: { provider: 'jira', name: 'Signed in', interval: 'hourly' } },
    ],
    'POST /o/:org/connections': [{ body: { provider: 'jira', name: 'My own', interval: 'daily', ...account } }],
    'GET /o/:org/connections/new': lists('provider=trello', 'provider=bigquery'),
    'GET /o/:org/connections/providers/:provider/sign-in': [{ query: 'state=northwind.unknown&code=c' }],
    'POST /o/:org/connections/providers/:provider/sign-in': [
      { body: { provider: 'jira', name: 'Signed in too', interval: 'hourly' } },
    ],
    'POST /o/:org/connections/:connection': [{ body: { name: 'Mine', interval: 'daily', version: '1' } }],
    'POST /o/:org/connections/:connection/credentials': [{ body: account }],
    'GET /sign-ins/:provider/callback': [{ query: 'state=northwind.unknown&code=c' }],
    'GET /api/v1/connections/:id/choices': [{ query: 'list=sum_field&q=points' }],
    'POST /api/v1/connections/:id/preview': [{ body: { query: { jql: 'project = OPS' } } }],
    'POST /o/:org/admin/integrations/:connection': [
      { body: { name: 'Renamed', shared: 'on', interval: 'daily', version: '1' } },
    ],
    'POST /o/:org/admin/integrations/:connection/credentials': [{ body: account }],
    'POST /o/:org/admin/integrations/providers/:provider': [{ body: { enabled: 'on' } }],
    'GET /signin/link': [{ query: `token=${ids.link}` }],
    'POST /signin/link': [{ query: `token=${ids.link}` }],
    'POST /signin': [{ body: { email: w.dana.email } }],
    'POST /signin/passkey': [{ body: { answer: ids.entering } }],
    'POST /o/:org/account': [{ body: { name: 'Ada M.', locale: 'en-GB', time_zone: 'Asia/Tokyo' } }],
    'POST /o/:org/account/passkeys': [{ body: { name: 'Phone', answer: ids.adding } }],
    'POST /o/:org/account/passkeys/:passkey': [{ body: { name: 'Old phone' } }],
    'POST /signin/persona': [{ body: { email: w.dana.email } }],
    'GET /api/v1/okrs': [
      ...lists('kind=objective', 'level=team', `period=${w.quarter.id}`, `team=${w.team.id}`, `owner=${w.dana.id}`),
      ...lists('status=behind', `parent=${ids.parents}`, 'q=result', 'updated_since=2026-01-01T00:00:00Z'),
      ...lists(
        'tag=growth',
        `owner=${w.dana.id}&tag=growth`,
        `team=${w.team.id}&period=${w.quarter.id}`,
        `level=team&period=${w.quarter.id}`,
        'limit=1',
        `on=${yesterday}`,
      ),
    ],
    'POST /api/v1/okrs': [{ body: okr }],
    'PATCH /api/v1/okrs/:id': [
      {
        body: { title: 'Answer at once', owner_ids: [w.dana.id], parents: [{ okr_id: ids.parents }], tags: ['growth'] },
      },
    ],
    'POST /api/v1/okrs/:id/check-ins': [
      { body: { value: 33, note: 'Better' } },
      { body: { value: 20, on: dayOf(w.now - 3 * DAY, w.org.timeZone) } },
    ],
    'POST /api/v1/check-ins': [{ body: { check_ins: [{ okr_id: ids.okrs, value: 35 }] } }],
    'PATCH /api/v1/check-ins/:id': [{ body: { note: 'Better still' } }],
    'PUT /api/v1/okrs/:id/parents/:parent_id': [{ body: { contribution: 10 } }],
    'POST /o/:org/okrs/:okr/tasks': [{ body: { title: 'A step', assignee_id: w.dana.id, due_on: '2026-12-01' } }],
    'POST /o/:org/okrs/:okr/tasks/:task': [
      { body: { title: 'Another step', assignee_id: w.dana.id, due_on: '' } },
      { body: { find: 'people', people: 'da', assignee_id: w.amir.id } },
    ],
    'POST /o/:org/okrs/:okr/tasks/:task/position': [{ body: { to: '0' } }],
    'GET /o/:org/okrs/:okr/moves': lists('', `from=${ids.parents}&to=`, 'q=result'),
    'POST /o/:org/okrs/:okr/moves': [{ body: { from: ids.parents } }],
    'POST /o/:org/okrs/:okr/moves/preview': [{ body: { from: ids.parents, q: 'result' } }],
    'POST /api/v1/okrs/:id/tasks': [{ body: { title: 'A step', assignee_id: w.dana.id, due_on: '2026-12-01' } }],
    'PATCH /api/v1/tasks/:id': [{ body: { done: true, position: 0 } }],
    'PUT /api/v1/okrs/:id/contributions': [{ body: { method: 'equal' } }],
    'POST /api/v1/okrs/:id/supposition': [{ body: { values: { [ids.okrs]: 70 } } }],
    'GET /api/v1/okrs/:id': lists('', `on=${yesterday}`),
    'GET /api/v1/okrs/:id/explanation': lists('', `on=${yesterday}`),
    'GET /api/v1/changes': lists(
      'from=2026-01-01',
      `from=2026-01-01&team=${w.team.id}`,
      `from=2026-01-01&period=${w.year.id}`,
    ),
    'GET /api/v1/okrs/:id/changes': [{ query: 'from=2026-01-01' }],
    'GET /o/:org/okrs/changes': lists(`team=${w.team.id}`, `period=${w.year.id}`),
    'GET /o/:org/okrs/:okr/supposition': lists('', `value-${ids.okrs}=70`),
    'POST /o/:org/okrs/:okr/closure': [
      { body: { status: 'postponed', period: ids.periods, note: 'Later', [`child_${ids.okrs}`]: 'closed' } },
    ],
    'POST /o/:org/okrs/:okr/copies': [{ body: { period_id: ids.periods, depth: 'descendants' } }],
    'PUT /api/v1/okrs/:id/closure': [{ body: { score: 0.7, note: 'Nearly' } }],
    'POST /api/v1/okrs/:id/copies': [{ body: { period_id: ids.periods, depth: 'children', owner_id: w.amir.id } }],
    'PUT /api/v1/okrs/:id/data-link': [{ body: { connection_id: ids.connections, query: { jql: 'project = OPS' } } }],
    'GET /o/:org/proposals': lists(
      `team=${w.team.id}&period=${w.quarter.id}`,
      'state=proposed',
      `after=${ids.proposals}`,
    ),
    'POST /o/:org/proposals': [{ body: { title: 'Plan', team_id: w.team.id, period_id: w.quarter.id } }],
    'POST /o/:org/proposals/:proposal/drafts': [{ body: { okr_id: ids.drafts } }],
    'POST /o/:org/proposals/:proposal/decision': [
      { body: { decision: 'propose' } },
      { body: { decision: 'return', note: 'Bolder' } },
      { body: { decision: 'approve' } },
    ],
    'GET /api/v1/proposals': lists(`team=${w.team.id}`, `period=${w.quarter.id}`, 'state=open', 'limit=1'),
    'POST /api/v1/proposals': [{ body: { title: 'Plan', team_id: w.team.id } }],
    'PATCH /api/v1/proposals/:id': [{ body: { title: 'Better plan' } }],
    'PUT /api/v1/proposals/:id/decision': [
      { body: { decision: 'propose' } },
      { body: { decision: 'return', note: 'Bolder' } },
      { body: { decision: 'approve' } },
    ],
    'GET /api/v1/drafts': lists('limit=1'),
    'POST /api/v1/periods': [
      { body: { name: 'Spring', kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-02-01' } },
    ],
    'PATCH /api/v1/periods/:id': [{ body: { name: 'Winter' } }],
    'GET /o/:org/okrs/:okr/comments': lists(`before=${ids.comments}`),
    'POST /o/:org/okrs/:okr/comments': [{ body: { text: 'Well done, @amir' } }],
    'POST /o/:org/okrs/:okr/comments/:comment/edit': [{ body: { text: 'Well done, @ada' } }],
    'POST /o/:org/okrs/:okr/reactions': [
      { body: { add: 'agree' } },
      { body: { remove: 'agree', subject: ids.comments } },
    ],
    'GET /o/:org/mentions': lists('q=da'),
    'GET /api/v1/okrs/:id/comments': lists('limit=1'),
    'POST /api/v1/okrs/:id/comments': [{ body: { text: 'Why, @amir?', check_in_id: ids['check-ins'] } }],
    'PATCH /api/v1/comments/:id': [{ body: { text: `Why, @[Amir](${w.amir.id})?` } }],
    'GET /api/v1/tags': lists('limit=1'),
    'POST /api/v1/tags': [{ body: { name: 'Fresh' } }],
    'PATCH /api/v1/tags/:id': [{ body: { name: 'Fresher' } }, { body: { name: 'growth' } }],
    'GET /o/:org/admin/teams': lists(
      '',
      'q=pro',
      'archived=1',
      `under=${w.team.id}`,
      `after=A&after=${w.team.id}`,
      `q=pro&after=A&after=${w.team.id}`,
    ),
    'POST /o/:org/admin/teams/new': [
      { body: { name: 'A new one', type: 'Squad', lead_id: w.dana.id, parent_id: w.team.id } },
      { body: { name: 'Another', parent_id: w.team.id, find: 'lead', sought_lead: 'da', sought_parent: 'pro' } },
    ],
    'POST /o/:org/admin/teams/:team{tm_[0-9A-Z]+}': [
      { body: { name: `Renamed ${ids.teams}`, type: 'Squad', lead_id: w.dana.id } },
    ],
    'GET /o/:org/admin/teams/:team/move': lists('', 'to=', `to=${w.team.id}`, 'q=pro&find=team'),
    'POST /o/:org/admin/teams/:team/move': [{ body: { to: w.team.id } }],
    'POST /o/:org/admin/teams/:team/archive': [{ body: { find: 'team', q: 'pro' } }, { body: { to: w.team.id } }],
    'POST /o/:org/admin/teams/import': [
      { body: { text: `name,parent,members\nOut of a file,Product,${w.dana.email}` } },
      { body: { text: `name,parent,members\nOut of a file,Product,${w.dana.email}`, confirmed: 'yes' } },
      { body: { text: `name,type,members\nOut of a file,Squad,${w.omar.email}`, confirmed: 'yes' } },
    ],
    'GET /o/:org/teams/:team': lists('', `period=${w.year.id}`),
    'POST /o/:org/teams/:team': [{ body: { type: 'Chapter' } }],
    'GET /o/:org/teams/:team/members': lists('', 'q=da', `after=A&of=${w.ada.id}`),
    'POST /o/:org/teams/:team/members': [{ body: { member_id: w.amir.id } }],
    'GET /o/:org/people/:member': lists('', `period=${w.year.id}`),
    'GET /api/v1/teams': lists('', 'q=pro', 'parent=none', `parent=${w.team.id}`, 'archived=true'),
    'GET /o/:org/admin/tags': lists('after=g'),
    'POST /o/:org/admin/tags/:tag': [{ body: { name: 'Fresh air' } }],
    'PATCH /api/v1/organization': [{ body: { behind_bound: 60, at_risk_bound: 90, parent_status: 'progress' } }],
    'POST /api/v1/organization/recolouring': [{ body: { behind_bound: 0, at_risk_bound: 10 } }],
    'POST /o/:org/admin/settings': [{ body: { group: 'tags', tag_policy: 'everyone' } }],
    'POST /o/:org/admin/okrs': [
      { body: { group: 'status', parent_status: 'children', behind_bound: '1', at_risk_bound: '40' } },
    ],
    'POST /o/:org/admin/okrs/preview': [
      { body: { group: 'status', parent_status: 'progress', behind_bound: '0', at_risk_bound: '10' } },
    ],
    'POST /api/v1/teams': [
      { body: { name: 'Design', parent_id: w.team.id, lead_id: w.amir.id, member_ids: [w.dana.id] } },
    ],
    'PATCH /api/v1/teams/:id': [{ body: { name: 'Research', lead_id: w.dana.id, member_ids: [w.amir.id] } }],
    'GET /join': [{ query: `token=${ids.door}` }],
    'POST /join': [{ query: `token=${ids.door}` }],
    'GET /o/:org/admin/users/invite': lists('by=several', 'by=file'),
    'POST /o/:org/admin/users/invite': [
      { body: { name: 'Kim', email: 'kim@northwind.test', role: 'member', teams: w.team.name, manager: w.dana.email } },
    ],
    'POST /o/:org/admin/users/invite/several': [{ body: { people: 'Kim <kim-2@northwind.test>', role: 'member' } }],
    'POST /o/:org/admin/users/invite/file': [
      { file: `name,email,teams,manager\nKim,kim-3@northwind.test,${w.team.name},${w.dana.email}` },
    ],
    'GET /o/:org/admin/users/invitations': lists('', `after=A&after=${w.ada.id}`),
    'POST /api/v1/invitations': [
      { body: { name: 'Kim', email: 'kim-4@northwind.test', team_ids: [w.team.id], manager_id: w.dana.id } },
    ],
    'POST /api/v1/invitations/batch': [{ body: { people: [{ name: 'Kim', email: 'kim-5@northwind.test' }] } }],
    'POST /api/v1/members': [{ body: { name: 'Eve', email: 'eve@northwind.test', role: 'member' } }],
    'GET /api/v1/members': lists(
      'q=da',
      'role=member&q=prod',
      'state=invited',
      'state=deactivated',
      `manager=${w.ada.id}`,
    ),
    'PATCH /api/v1/members/:id': [{ body: { name: 'Dana', manager_id: w.ada.id, team_ids: [w.team.id] } }],
    'POST /api/v1/members/:id/hand-over': [{ body: { to: w.dana.id } }],
    'GET /o/:org/admin/users': lists(
      'q=da',
      'q=prod+uct&role=member',
      'state=invited',
      'state=deactivated&role=member',
      'state=active&after=A&after=mem_0',
    ),
    'POST /organizations': [
      {
        body: { name: 'Larkfield', slug: '', owner: 'Ada', time_zone: 'UTC', locale: 'en-GB', fiscal_year_start: '1' },
      },
    ],
    'POST /o/:org/start/teams': [{ body: { teams: 'Sales\nFinance' } }],
    'POST /o/:org/admin/settings/logo': [{ file: picture }],
    'POST /o/:org/admin/notifications': [
      {
        body: {
          'reminder.weekday': '1',
          'reminder.hour': '9',
          'digest.weekday': '5',
          'digest.hour': '15',
        },
      },
    ],
    'GET /o/:org/admin/audit': lists(
      '',
      `actor=${w.dana.id}`,
      'action=okr.created',
      `subject=${ids.okrs}`,
      'from=2026-01-01&to=2027-01-01',
      'person=dana',
      'before=evt_01',
    ),
    'GET /o/:org/admin/audit.csv': lists('', 'action=okr.created'),
    'POST /o/:org/admin/audit/retention': [{ body: { days: '730' } }],
    'POST /o/:org/admin/audit/verification': [{ body: { after: '0' } }],
    'GET /o/:org/admin/users.csv': lists('state=active'),
    'POST /o/:org/admin/users/:member{mem_[0-9A-Z]+}/erasure': [{ body: { comments: 'on' } }],
    'POST /o/:org/admin/data/deletion': [{ body: { name: w.org.name } }],
    'POST /o/:org/admin/users/:member{mem_[0-9A-Z]+}': [
      { body: { name: 'Ivo', email: `other-${ids.users}@northwind.test`, role: 'observer', team_ids: w.team.id } },
      { body: { find: 'manager_id', sought_manager_id: 'da', manager_id: w.dana.id } },
    ],
    'POST /o/:org/admin/users/:member{mem_[0-9A-Z]+}/deactivation': [{ body: { to: w.dana.id } }, { body: { to: '' } }],
    'POST /o/:org/admin/users/:member{mem_[0-9A-Z]+}/hand-over': [{ body: { to: w.dana.id } }],
    'GET /o/:org/admin/security/tokens': lists('', `kind=personal&after=${ids.tokens}`),
    'POST /o/:org/admin/security/tokens': [{ body: { name: 'Report', scope: 'read', expires: 'never' } }],
    'POST /o/:org/account/tokens': [{ body: { name: 'Script', scope: 'write', expires: '30' } }],
    'GET /api/v1/tokens': lists('', 'whose=all', 'whose=all&limit=1'),
    'POST /api/v1/tokens': [{ body: { name: 'Script', scopes: ['read'] } }],
    'GET /signin/sso': lists('', 'failed=denied&org=northwind'),
    'POST /signin/sso': [{ body: { address: 'northwind' } }],
    'POST /signin/recovery': [{ body: { org: 'northwind', email: w.ada.email } }],
    'POST /o/:org/admin/security/sso': [{ body: { ...signOn, enabled: 'on', admits_as: 'member' } }],
    'POST /o/:org/admin/security/sso/only': [{ body: { only: '' } }],
    'POST /o/:org/admin/security/sso/bindings/removal': [{ body: { address: w.dana.email } }],
    'POST /o/:org/admin/security/domains': [{ body: { domain: 'another.test' } }],
    'POST /o/:org/admin/security': [{ body: { group: 'sessions', session_days: '14' } }],
    'GET /o/:org/admin/behalves': lists('', 'after=evt_01'),
    'POST /o/:org/admin/behalves': [{ body: { member_id: w.dana.id, minutes: '15', reason: 'She asked for help' } }],
    'GET /o/:org/account/behalf': lists('', 'after=bhf_01'),
    'POST /o/:org/account/behalf': [{ body: { allows: 'on' } }],
    'POST /api/v1/connections': [{ body: { provider: 'jira', name: 'A third', config: account } }],
    'PATCH /api/v1/connections/:id': [{ body: { name: 'Renamed again' } }],
  };
};

/** A walk's step: a request and how it was answered. `trips` as Server-Timing tells them. */
export type Step = { route: string; path: string; status: number; location: string | null; trips: number };

const routesOf = (app: { routes: { method: string; path: string }[] }, base: string) => [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${base}${path}`),
  ),
];

/** Reads first, then changes, last what takes things away. */
const rank = (route: string) => (route.startsWith('GET') ? 0 : takesAway(route) ? 2 : 1);
const takesAway = (route: string) =>
  /^DELETE |^P.*\/(closure|decision|publication)$|^POST .*\/(removal|deletion|revocation|signout|security\/sessions|sessions\/:session\/end)$/.test(
    route,
  );

/** Asks every route of pages and API as the owner, with all its variants. */
export async function walkRoutes(w: World): Promise<Step[]> {
  const routes = [...routesOf(web, ''), ...routesOf(api, '/api/v1')].toSorted((a, b) => rank(a) - rank(b));
  const token = await w.token(w.ada);
  openIdOutside({}, texts);
  let ids = await things(w);
  const guest = await addMember(w.as(w.ada), { name: 'Guest', email: 'guest@northwind.test', role: 'observer' });
  const steps: Step[] = [];
  for (const route of routes) {
    if (takesAway(route)) ids = await things(w);
    for (const variant of variants(w, ids)[route] ?? [{}])
      steps.push(
        await take(route, ids, variant, { cookie: await w.cookie(route.endsWith('/leave') ? guest : w.ada), token }),
      );
  }
  return steps;
}

async function take(
  route: string,
  ids: Ids,
  { query, body, file }: Variant,
  { cookie, token }: { cookie: string; token: string },
) {
  const [method = '', pattern = ''] = route.split(' ');
  const path = fill(pattern, ids) + (query ? `?${query}` : '');
  const isCall = pattern.startsWith('/api/');
  const headers: Record<string, string> = isCall
    ? { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    : { Cookie: `${cookie}; browser=${encodeURIComponent(BROWSER)}`, Origin: ORIGIN };
  const sent =
    method === 'GET' || method === 'DELETE'
      ? undefined
      : isCall
        ? JSON.stringify(body ?? {})
        : file
          ? uploaded(file)
          : new URLSearchParams(body as Record<string, string>);
  const answer = await exports.default.fetch(ORIGIN + path, { method, headers, body: sent, redirect: 'manual' });
  await answer.text();
  const trips = Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]);
  return { route, path, status: answer.status, location: answer.headers.get('Location'), trips };
}

function uploaded(content: string | Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.set('file', new File([content], 'people.csv'));
  return form;
}

/** Puts ids where a pattern names something. */
const fill = (pattern: string, { projects, ...others }: Ids) => {
  const ids: Omit<Ids, 'projects'> = pattern.includes('/tasks') ? { ...others, okrs: projects } : others;
  return pattern
    .replace(':org', 'northwind')
    .replace(':provider', 'jira')
    .replace(/\/:id\/publication$/, `/${ids.loose}/publication`)
    .replace(':sign', 'agree')
    .replace('/invitations/:member', `/invitations/${ids.invited}`)
    .replace('/logo/:hash', '/logo/any')
    .replace(/\/:member\{[^}]*\}\/erasure$/, `/${ids.left}/erasure`)
    .replace(':template', 'company-must-have')
    .replace(
      /\/([a-z-]+)\/:[a-zA-Z_]+(?:\{[^}]*\})?/g,
      (_, noun: keyof typeof ids) => `/${noun}/${ids[noun] ?? 'unknown'}`,
    );
};

let made = 0;

/** One of everything that a path can name, all of it new: an objective with a key result that Jira feeds. */
async function things(w: World): Promise<Ids> {
  const admin = w.as(w.ada);
  const count = ++made;
  if (count === 1)
    await createPeriod(admin, { name: 'Q1 2027', kind: 'quarter', starts_on: '2027-01-01', ends_on: '2027-03-31' });
  const { objective, keyResults } = await tree(w, [{ team_id: w.team.id, ends_on: '2027-02-15' }, {}], {
    team_id: w.team.id,
  });
  const okrs = keyResults[0]!.id;
  const gone = { name: 'Lena', role: 'member' as const };
  const leaving = await addMember(admin, { name: 'Ivo', email: `ivo-${count}@northwind.test`, role: 'member' });
  const tag = await createTag(admin, { name: `tag ${count}` });
  await w.writer(okrs).editOkr({ tags: ['growth', tag.name] });
  const connections = await w.connection();
  const { checkIn } = await w.writer(okrs).checkIn({ value: 10, note: 'A beginning' }, newId('chk', w.now));
  const { comment } = await postComment(admin, okrs, { text: 'A word to @dana', check_in_id: checkIn.id });
  await react(admin, okrs, comment.id, 'agree');
  await w.link(okrs, connections, '"Epic Link" = AE-786');
  const job = await askForCopies(admin, objective.id, { period_id: w.year.id, depth: 'descendants', postpone: true });
  const project = await w.okr({ kind: 'project', parents: [{ okrId: objective.id, fixedWeight: null, counts: true }] });
  const step = { title: 'A step', assignee_id: w.ada.id, due_on: dayOf(w.now, w.org.timeZone) };
  await w.writer(project.id).addTask(step, newId('tsk', w.now));
  const { task } = await w.writer(project.id).addTask(step, newId('tsk', w.now));
  const proposal = await createProposal(admin, { title: `Plan ${count}`, team_id: w.team.id, period_id: w.quarter.id });
  const grow = await w.okr({ kind: 'objective', title: 'Grow', proposal_id: proposal.id, team_id: w.team.id }, w.ada);
  const under = [{ okrId: grow.id, fixedWeight: null }];
  const draft = await w.okr({ title: 'Drafted', parents: under, proposal_id: proposal.id }, w.ada);
  const change = await proposeChange(admin, objective.id, proposal.id);
  await w.writer(change.okr.id, w.ada).editOkr({ title: 'Delight all', parents: [], tags: ['growth'] });
  const someone = {
    name: 'Ines',
    email: `ines-${count}@northwind.test`,
    role: 'member' as const,
    team_ids: [w.team.id],
  };
  const another = { ...someone, email: `kit-${count}@northwind.test` };
  const [invited, awaited] = await invite(admin, keyRing(env), [someone, another]);
  const rows = rowsOf([
    { n: 1, cells: ['name', 'email', 'teams', 'manager', 'role'] },
    { n: 2, cells: ['Noor', `noor-of-a-file-${count}@northwind.test`, 'Product;Sales', w.dana.email, ''] },
    { n: 3, cells: ['Ines Moss', someone.email, '', w.dana.email, 'observer'] },
  ]);
  const planned = await planInvitations(admin, rows, { from: 'file', origin: ORIGIN });
  const { token } = await createToken(admin, { name: `Token ${count}`, kind: 'organization', scopes: ['read'] });
  await saveProvider(admin, keyRing(env), { ...signOn, enabled: true, admits: false, admits_as: 'member' });
  await w.db
    .insert(identities)
    .values({ orgId: w.org.id, issuer: signOn.issuer, subject: 'dana', memberId: w.dana.id, createdAt: w.now })
    .onConflictDoNothing();
  const domain = (await listDomains(admin))[0] ?? (await addDomain(admin, { domain: 'northwind.test' }));
  texts[domain.domain] = [recordOf(domain)];
  await setLogo(admin, picture);
  return {
    okrs,
    exports: await exported(w),
    mailbox: await mailed(w),
    ...(await keysOf(w, w.ada, { browser: BROWSER, origin: ORIGIN })),
    domains: domain.domain,
    'check-ins': checkIn.id,
    tokens: token.id,
    invitations: invited!.invitation.id,
    invited: invited!.member.id,
    invite: planned.id,
    door: (await tokenOf(keyRing(env), awaited!.invitation)) ?? '',
    new: w.dana.id,
    parents: objective.id,
    jobs: job.id,
    comments: comment.id,
    drafts: draft.id,
    loose: (await w.okr({ draft: true, parents: [{ okrId: objective.id, fixedWeight: null }] }, w.ada)).id,
    proposals: proposal.id,
    projects: project.id,
    tasks: task.id,
    connections,
    integrations: await w.connection(),
    periods: (
      await createPeriod(admin, {
        name: `Period ${count}`,
        kind: 'custom',
        starts_on: '2028-01-01',
        ends_on: '2028-02-01',
      })
    ).id,
    people: w.dana.id,
    teams: (await createTeam(admin, { name: `Team ${count}` })).id,
    link: (await makeSignInLink(w.db, { address: w.dana.email, browser: BROWSER, next: '/' }, Date.now())) ?? '',
    tags: tag.id,
    work: await given(w, { type: 'recompute', orgId: w.org.id, okrIds: [objective.id] }),
    members: (await addMember(admin, { name: 'Noor', email: `noor-${count}@northwind.test`, role: 'member' })).id,
    users: leaving.id,
    left: (await deactivateMember(admin, await addMember(admin, { ...gone, email: `lena-${count}@northwind.test` })))
      .id,
    'hand-over': (await askForHandOver(admin, leaving, w.dana.id)).id,
  };
}

/** An export that is made, of nothing. */
async function exported(w: World): Promise<string> {
  const id = newId('job', w.now);
  await w.db.insert(jobs).values({
    id,
    orgId: w.org.id,
    type: 'export',
    state: 'done',
    input: {},
    result: beginningOf(w.now),
    createdAt: w.now,
    updatedAt: w.now,
  });
  return id;
}

/** A letter that was sent into the mailbox of development. */
async function mailed(w: World): Promise<string> {
  const words = { to: 'dana@northwind.test', subject: 'Hello', text: 'Hi', html: '<p>Hi</p>' };
  await mailboxCarrier(w.db, w.now)(newId('let', w.now), words);
  return (await listMails(w.db))[0]!.id;
}

/** A letter that waits. */
async function written(w: World): Promise<string> {
  const letter = await letterRow(w.db, keyRing(env), { to: w.dana.email, subject: 'Hello', text: 'Hi' }, w.now);
  await commit(w.db, [letter.statement]);
  return letter.id;
}

/** Work that was given up. */
async function given(w: World, job: Exclude<Job, { type: 'letter' }>): Promise<string> {
  await keepDeadLetter(w.db, `message ${made}`, job, w.now);
  const [letter] = await listDeadLetters(w.as(w.ada));
  return letter!.id;
}

/** Runs every cron trigger, works off one of each job, and lets Jira push twice. */
export async function walkJobsAndHooks(w: World): Promise<void> {
  const all = await things(w);
  const { okrs, connections, parents, jobs: copies, teams, invite: rows, invitations } = all;
  const dana = await findMember(w.as(w.ada), w.dana.id);
  const { id: handOver } = await askForHandOver(w.as(w.ada), dana, w.amir.id);
  await startJob(w.as(w.ada), await findInvitationJob(w.as(w.ada), rows as JobId), true);
  // What is put into the queue is worked off here, where the outside world is stood in for, and not later by itself.
  const queue = Object.getPrototypeOf(env.JOBS) as typeof env.JOBS;
  vi.spyOn(queue, 'send').mockImplementation(async () => undefined as never);
  vi.spyOn(queue, 'sendBatch').mockImplementation(async () => undefined as never);
  const left = await findMember(w.as(w.ada), all.left as MemberId);
  const { id: erasure } = await eraseMember(w.as(w.ada), left, true);
  const doomed = await world({ slug: 'doomed', settings: { deleteAt: 1 } });
  await tree(doomed, [{}]);
  const parent = { okrId: parents as OkrId, fixedWeight: null };
  const again = await w.okr({ recurs: true, ends_on: dayOf(w.now + 2 * DAY, w.org.timeZone), parents: [parent] });
  for (const cron of crons) await runDue(env, cron, Date.now() + DAY);
  const jobs: Job[] = [
    { type: 'scan', orgId: w.org.id, connectionId: connections, source: 'project = OPS', trigger: 'schedule' },
    { type: 'scan', orgId: w.org.id, connectionId: connections, source: null, trigger: 'push', closesWindow: true },
    { type: 'take', orgId: w.org.id, connectionId: connections, okrIds: [okrs], trigger: 'schedule' },
    { type: 'pushes', orgId: w.org.id, connectionId: connections, origin: 'https://cairn.test' },
    { type: 'pushes', orgId: w.org.id, connectionId: connections, origin: 'https://cairn.test', checkAfter: '' },
    { type: 'trial', orgId: w.org.id, connectionId: connections },
    { type: 'notice', orgId: w.org.id, connectionId: connections },
    { type: 'settle', orgId: w.org.id, round: 0, after: 0 },
    { type: 'recompute', orgId: w.org.id, okrIds: [parents] },
    { type: 'copies', orgId: w.org.id, jobId: copies },
    { type: 'invitations', orgId: w.org.id, jobId: rows },
    { type: 'invitations', orgId: w.org.id, jobId: rows },
    { type: 'letter', letterId: await written(w) },
    { type: 'invitation-letters', orgId: w.org.id, invitationIds: [invitations], origin: ORIGIN },
    { type: 'periods', orgId: w.org.id },
    { type: 'recur', orgId: w.org.id, okrIds: [again.id] },
    { type: 'restate', orgId: w.org.id, before: null },
    { type: 'hand-over', orgId: w.org.id, jobId: handOver },
    { type: 'erasure', orgId: w.org.id, jobId: erasure },
    { type: 'delete-organization', orgId: doomed.org.id, after: 0 },
    { type: 'rehome', orgId: w.org.id, fromId: w.team.id, toId: teams, memberId: w.ada.id, by: null, after: null },
  ];
  for (const [i, body] of jobs.entries())
    await consume(env, createMessageBatch('cairn-jobs', [{ id: String(i), timestamp: new Date(), attempts: 1, body }]));
  for (const delivery of ['first', 'second']) await push(connections, delivery);
}

async function push(connection: string, delivery: string) {
  const body = new TextEncoder().encode('{"webhookEvent":"jira:issue_updated"}');
  const signature = `sha256=${toHex(await signHmac('push secret', body))}`;
  const headers = { 'X-Hub-Signature': signature, 'X-Atlassian-Webhook-Identifier': delivery };
  await exports.default.fetch(`${ORIGIN}/hooks/jira/${connection}`, { method: 'POST', headers, body });
}
