import { describe, expect, it } from 'vitest';
import {
  asked,
  bodyOf,
  CONVERTED,
  config,
  estimate,
  googleAt,
  NOW,
  reaching,
  read,
  readWith,
  refused,
  value,
} from './reach.ts';

describe('a query', () => {
  it('that gives one number gives that number: the value of converted leads', async () => {
    const google = googleAt();
    expect(await read(google)).toEqual(value(86_400));
    const lead = google.addLead({ status: 'contacted', value: 1100, day: '2026-11-20' });
    expect(await read(google)).toEqual(value(86_400));
    google.changeLead(lead.id, { status: 'converted' });
    expect(await read(google)).toEqual(value(87_500));
  });

  it.each([
    ['SELECT COUNT(*) FROM crm.leads', 24],
    ["SELECT COUNTIF(status = 'converted') / COUNT(*) * 100 FROM `northwind-analytics.crm.leads`", 37.5],
    ['SELECT COUNT(*) FROM northwind-analytics.crm.leads WHERE value IS NULL;', 4],
    ["WITH won AS (SELECT value FROM crm.leads WHERE status = 'converted') SELECT MAX(value) FROM won", 18_200],
    ["SELECT IFNULL(SUM(value), 0) FROM crm.leads WHERE status = 'converted' AND day > '2027-01-01'", 0],
    ["SELECT CAST('1234567.25' AS NUMERIC)", 1_234_567.25],
    ["SELECT CAST('-0.5' AS FLOAT64)", -0.5],
    ['SELECT 6.02e23', 6.02e23],
    ['SELECT 0.00002', 0.00002],
    ['SELECT value FROM crm.leads LIMIT 1', 12_400],
  ])('%s is %d', async (sql, number) => {
    expect(await read(googleAt(), sql)).toEqual(value(number));
  });

  it.each([
    [
      "SELECT value FROM crm.leads WHERE status = 'none'",
      'This query gives no row. Use an aggregate such as COUNT or SUM, which always gives one.',
    ],
    ['SELECT COUNT(*), SUM(value) FROM crm.leads', 'This query gives 2 columns. Select exactly one number.'],
    ['SELECT * FROM crm.leads', 'This query gives 4 columns. Select exactly one number.'],
    [
      'SELECT COUNT(*) FROM crm.leads GROUP BY status',
      'This query gives several rows. Use an aggregate such as COUNT or SUM, or LIMIT 1.',
    ],
    [
      "SELECT SUM(value) FROM crm.leads WHERE status = 'none'",
      'This query gives NULL. Use IFNULL(..., 0) if nothing means zero.',
    ],
    ['SELECT MAX(status) FROM crm.leads', 'This query gives STRING, not a number. Cast it to a number.'],
    ['SELECT MAX(day) FROM crm.leads', 'This query gives DATE, not a number. Cast it to a number.'],
    ['SELECT COUNT(*) > 3 FROM crm.leads', 'This query gives BOOLEAN, not a number. Cast it to a number.'],
    ["SELECT '12'", 'This query gives STRING, not a number. Cast it to a number.'],
    ["SELECT CAST('NaN' AS FLOAT64)", 'This query gives something that is not a finite number.'],
    ["SELECT CAST('inf' AS FLOAT64)", 'This query gives something that is not a finite number.'],
    ["SELECT CAST('-inf' AS FLOAT64)", 'This query gives something that is not a finite number.'],
    ['SELECT colour FROM crm.leads', 'BigQuery says: Unrecognized name: colour at [1:1]'],
    ['SELEC 1', 'BigQuery says: Syntax error: Unexpected identifier "SELEC" at [1:1]'],
  ])('%s is refused: %s', async (sql, detail) => {
    expect(await read(googleAt(), sql)).toEqual(refused(detail));
  });

  it('of a table that is gone is not found, in Google’s words', async () => {
    expect(await read(googleAt(), 'SELECT COUNT(*) FROM crm.deals')).toEqual({
      ok: false,
      error: {
        reason: 'not_found',
        detail: 'BigQuery says: Not found: Table northwind-analytics:crm.deals was not found in location EU',
      },
    });
  });

  it('with a repeated column is refused', async () => {
    const { reach } = reaching(saying({ schema: { fields: [{ type: 'INTEGER', mode: 'REPEATED' }] }, rows: [] }));
    expect(await readWith(reach)).toEqual(refused('This query gives INTEGER, not a number. Cast it to a number.'));
  });

  it('that is answered without a schema, a row or with an odd cell is no number', async () => {
    const odd = { reason: 'bad_response', detail: 'BigQuery answered in a form that Cairn does not know.' };
    for (const body of [{}, { schema: {} }, { schema: { fields: [] } }, { rows: 7 }, [], 'text'])
      expect(await readWith(reaching(saying(body)).reach)).toEqual({ ok: false, error: odd });
    for (const v of ['', ' ', '12 000', '1,5', true, [1], {}])
      expect(
        await readWith(reaching(saying({ schema: { fields: [{ type: 'INTEGER' }] }, rows: [{ f: [{ v }] }] })).reach),
      ).toEqual(refused('This query gives something that is not a finite number.'));
  });
});

describe('only SELECT', () => {
  const only = refused('Only SELECT is allowed: Cairn reads and never writes.');
  const writes = [
    "INSERT INTO crm.leads (status) VALUES ('new')",
    "UPDATE crm.leads SET status = 'lost' WHERE TRUE",
    'DELETE FROM crm.leads WHERE TRUE',
    'MERGE crm.leads USING crm.more ON FALSE WHEN NOT MATCHED THEN INSERT ROW',
    'CREATE TABLE crm.copy AS SELECT 1',
    'DROP TABLE crm.leads',
    "EXPORT DATA OPTIONS (uri = 'gs://elsewhere/*.csv') AS SELECT * FROM crm.leads",
    'SELECT 1; DELETE FROM crm.leads WHERE TRUE',
    'DECLARE x INT64; SELECT 1',
    "EXECUTE IMMEDIATE 'DELETE FROM crm.leads WHERE TRUE'",
    'CALL crm.tidy()',
  ];

  it.each(writes)('%s is rehearsed, refused and never run', async (sql) => {
    for (const tells of [true, false]) {
      const google = googleAt();
      google.tellsStatementType = tells;
      const { reach, sent } = reaching(google);
      expect(await readWith(reach, sql)).toEqual(only);
      expect(sent.map(({ body }) => body.dryRun)).toEqual([true]);
      expect(google.charges).toEqual([]);
    }
  });

  it('a SELECT passes also where the rehearsal does not name the kind of statement', async () => {
    const google = googleAt();
    google.tellsStatementType = false;
    expect(await read(google)).toEqual(value(86_400));
    expect(await read(google, '-- delete\n(SELECT 1);')).toEqual(value(1));
  });
});

describe('what a query costs', () => {
  it('is known before it runs: bytes, and a price per TiB', async () => {
    const google = googleAt();
    const bytes = 24 * 4 * 1024 ** 2;
    expect(await estimate(google, CONVERTED)).toEqual({
      ok: true,
      value: { bytes, price: (bytes / 1024 ** 4) * 6.25 },
    });
    expect(google.charges).toEqual([]);
    google.bytesPerRow = 1;
    expect(await estimate(google, CONVERTED)).toMatchObject({
      value: { bytes: 24, price: (10 / 1024 ** 2) * 6.25 },
    });
    expect(await estimate(google, 'SELECT 1')).toEqual({ ok: true, value: { bytes: 0, price: 0 } });
  });

  it('over the byte limit is refused before it runs', async () => {
    const google = googleAt();
    const over = refused('This query would read more than its byte limit. Raise the limit or read less.');
    expect(await read(google, CONVERTED, config, String(50 * 1024 ** 2))).toEqual(over);
    expect(await estimate(google, CONVERTED, config, String(50 * 1024 ** 2))).toEqual(over);
    expect(google.calls('/queries')).toBe(2);
  });

  it('is limited by BigQuery too, where the rehearsal was too low', async () => {
    const google = googleAt();
    const { reach } = reaching({
      fetch: async (request) => {
        const dry = (await bodyOf(request)).includes('"dryRun":true');
        google.bytesPerRow = dry ? 1 : 4 * 1024 ** 2;
        return google.fetch(request);
      },
    });
    expect(await readWith(reach, CONVERTED, config, String(50 * 1024 ** 2))).toEqual(
      refused('This query would read more than its byte limit. Raise the limit or read less.'),
    );
    expect(google.charges).toEqual([]);
  });
});

describe('every read', () => {
  it('rehearses first, and then starts a query that is limited in bytes, rows and time', async () => {
    const { reach, sent } = reaching(googleAt());
    await readWith(reach);
    expect(sent.map(({ method, url, body }) => ({ method, path: url.pathname, body }))).toEqual([
      {
        method: 'POST',
        path: '/bigquery/v2/projects/northwind-analytics/queries',
        body: { query: CONVERTED, useLegacySql: false, dryRun: true },
      },
      {
        method: 'POST',
        path: '/bigquery/v2/projects/northwind-analytics/queries',
        body: {
          query: CONVERTED,
          useLegacySql: false,
          maximumBytesBilled: '10737418240',
          timeoutMs: 10_000,
          jobTimeoutMs: '60000',
          maxResults: 2,
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          labels: { app: 'cairn' },
        },
      },
    ]);
  });

  it('is a new question with a new id, so that it never gets an old number', async () => {
    const google = googleAt();
    const { reach } = reaching(google);
    await readWith(reach);
    await readWith(reach);
    expect(new Set(google.charges.map(({ requestId }) => requestId)).size).toBe(2);
  });
});

describe('a query that was started and whose answer was lost', () => {
  it.each(['the connection breaks', 'BigQuery fails'])('is paid for once: %s', async (how) => {
    const google = googleAt();
    let broken = false;
    const { reach } = reaching({
      fetch: async (request) => {
        const starts = (await bodyOf(request)).includes('"requestId"');
        const answer = await google.fetch(request);
        if (!starts || broken) return answer;
        broken = true;
        if (how === 'BigQuery fails') return new Response(null, { status: 503 });
        throw new Error('connection reset');
      },
    });
    expect(await readWith(reach)).toEqual(value(86_400));
    expect(google.calls('/queries')).toBe(3);
    expect(google.charges).toHaveLength(1);
  });

  it('is asked for twice at most', async () => {
    const google = googleAt();
    google.fail({ kind: 'status', status: 500 }, { path: '/queries', after: 1 });
    expect(await read(google)).toMatchObject({ error: { reason: 'unavailable' } });
    expect(google.calls('/queries')).toBe(3);
  });
});

describe('a long query', () => {
  it('is asked after where it runs until it is done', async () => {
    const google = googleAt();
    google.polls = 3;
    const { reach, sent } = reaching(google);
    expect(await readWith(reach)).toEqual(value(86_400));
    const polls = sent.slice(2);
    expect(polls).toHaveLength(3);
    for (const { method, url } of polls) {
      expect(method).toBe('GET');
      expect(url.pathname).toMatch(/^\/bigquery\/v2\/projects\/northwind-analytics\/queries\/job_[0-9a-f-]{36}$/);
      expect(Object.fromEntries(url.searchParams)).toEqual({ timeoutMs: '10000', maxResults: '2', location: 'EU' });
    }
    expect(google.charges).toHaveLength(1);
  });

  it('that does not end is given up', async () => {
    const clock = { now: NOW };
    const google = googleAt(clock);
    google.fail({ kind: 'repeated_token' });
    const { reach } = reaching(
      {
        fetch: async (request) => {
          clock.now += 8_000;
          return google.fetch(request);
        },
      },
      clock,
    );
    expect(await readWith(reach)).toEqual({
      ok: false,
      error: { reason: 'timeout', detail: 'This query takes longer than a minute. Make it read less.' },
    });
    expect(google.calls('/queries')).toBe(8);
  });

  it('is asked after at growing intervals when BigQuery does not wait itself', async () => {
    const google = googleAt();
    google.polls = 3;
    const at: number[] = [];
    const { reach } = reaching({
      fetch: async (request) => {
        at.push(Date.now());
        return google.fetch(request);
      },
    });
    expect(await readWith(reach)).toEqual(value(86_400));
    const [first = 0, second = 0, third = 0] = at.slice(-4).map((each, i, all) => (all[i + 1] ?? each) - each);
    expect(first).toBeGreaterThan(200);
    expect(second).toBeGreaterThan(450);
    expect(third).toBeGreaterThan(950);
  });

  it('that BigQuery lets wait is given up after a minute', async () => {
    const clock = { now: NOW };
    const google = googleAt(clock);
    google.polls = 99;
    const { reach } = reaching(
      {
        fetch: async (request) => {
          clock.now += 19_000;
          return google.fetch(request);
        },
      },
      clock,
    );
    expect(await readWith(reach)).toMatchObject({ error: { reason: 'timeout' } });
    expect(google.calls('/queries/')).toBe(3);
  });

  it('that BigQuery ended for its time is a timeout', async () => {
    const google = googleAt();
    const stopped = { code: 400, message: 'Job execution was cancelled', errors: [{ reason: 'stopped' }] };
    google.fail({ kind: 'status', status: 400, body: { error: stopped } }, { path: '/queries', after: 1 });
    expect(await read(google)).toMatchObject({ error: { reason: 'timeout' } });
  });
});

describe('the location', () => {
  const frankfurt = { ...config, location: 'europe-west3' };
  const inFrankfurt = () => {
    const google = googleAt();
    google.state.projects[0]!.location = 'europe-west3';
    return google;
  };

  it('of a connection goes with the rehearsal, the start and every question after', async () => {
    const google = inFrankfurt();
    google.polls = 1;
    const { reach, sent } = reaching(google);
    expect(await readWith(reach, CONVERTED, frankfurt)).toEqual(value(86_400));
    expect(sent.map(({ body, url }) => body.location ?? url.searchParams.get('location'))).toEqual([
      'europe-west3',
      'europe-west3',
      'europe-west3',
    ]);
  });

  it('of the job is asked in when the connection names none', async () => {
    const google = inFrankfurt();
    google.polls = 2;
    expect(await read(google)).toEqual(value(86_400));
  });

  it('that is wrong is said in Google’s words', async () => {
    expect(await read(googleAt(), CONVERTED, frankfurt)).toEqual({
      ok: false,
      error: {
        reason: 'not_found',
        detail: 'BigQuery says: Not found: Dataset northwind-analytics:crm was not found in location europe-west3',
      },
    });
  });
});

describe('a project with a domain', () => {
  it('keeps its colon in the address', async () => {
    const google = googleAt();
    google.state.projects[0]!.id = 'northwind.test:analytics';
    const at = { ...config, project_id: 'northwind.test:analytics' };
    expect(await read(google, CONVERTED, at)).toEqual(value(86_400));
  });
});

/** A Google that answers every query with this body, after a good rehearsal. */
function saying(body: unknown) {
  const google = googleAt({ now: NOW });
  return {
    fetch: async (request: Request) =>
      (await bodyOf(request)).includes('"requestId"') ? Response.json(body) : google.fetch(request),
  };
}

it('equal queries have equal keys, and others have others', async () => {
  const { bigquery } = await import('../../../src/integrations/bigquery/index.ts');
  const key = (sql: string, limit?: string) => bigquery.queryKey(bigquery.query.parse(asked(sql, limit)));
  expect(key(' SELECT 1 ')).toBe(key('SELECT 1'));
  expect(key('SELECT 1', '20000000')).not.toBe(key('SELECT 1'));
  expect(bigquery.sourceKey(asked('SELECT 1'))).not.toBe(bigquery.sourceKey(asked('SELECT 2')));
});
