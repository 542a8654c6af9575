import type { FirstLoad } from './first-load.ts';
import type { Measurement } from './measuring.ts';

/** Round trips to D1 that a page or a read of the API may take: who asks, and everything else. */
const READ_TRIPS = 2;

/**
 * Round trips of a check-in five levels below the top: who asks, the read and the commit of the key result, the way up,
 * and a read and a commit for each of its five ancestors.
 */
const WRITE_TRIPS = 1 + 2 + 1 + 5 * 2;

/** Round trips of what an admin or an identity system sends: who asks, what is there, the commit, and what is shown. */
const ADMIN_TRIPS = 4;

/** Bytes, compressed with gzip, that a first visit may fetch. */
export const FIRST_LOAD = 40_000;

/** Rows read may grow twice as much as what is shown, and by this many more, before it counts as growing with the company. */
const LEEWAY = 2;
const FEW_ROWS = 200;

/** What a measurement breaks, a sentence each; nothing when it keeps within all budgets. */
export const brokenByRead = (measured: Measurement): string[] => broken(measured, READ_TRIPS);
export const brokenByWrite = (measured: Measurement): string[] => broken(measured, WRITE_TRIPS);
export const brokenByAdminWrite = (measured: Measurement): string[] => broken(measured, ADMIN_TRIPS);
export const brokenByFirstLoad = ({ gzip }: FirstLoad): string[] =>
  gzip > FIRST_LOAD ? [`fetches ${gzip} bytes on the first visit; the budget is ${FIRST_LOAD}`] : [];

/** How many times more rows the large company reads, and how many times more it shows. */
export const growthOf = ({ small, large }: Measurement) => ({
  rows: large.rows / Math.max(1, small.rows),
  shown: Math.max(1, large.shown / Math.max(1, small.shown)),
});

function broken(measured: Measurement, mostTrips: number): string[] {
  const { small, large, status, grows: reason } = measured;
  const answers = [...new Set([small.status, large.status])].filter((each) => each !== status);
  if (answers.length > 0) return [`answers ${answers.join(' and ')} instead of ${status}`];
  if (Number.isNaN(small.rows + large.rows)) return ['does not say what it cost'];
  const trips = Math.max(small.trips, large.trips);
  const growth = growthOf(measured);
  const grows = !reason && growth.rows > LEEWAY * growth.shown && large.rows > small.rows + FEW_ROWS;
  return [
    ...(trips > mostTrips ? [`takes ${trips} round trips; the budget is ${mostTrips}`] : []),
    ...(grows
      ? [
          `reads ${small.rows} rows in the small company and ${large.rows} in the large one, showing ${times(growth.shown)} as much`,
        ]
      : []),
  ];
}

const times = (factor: number) => `${factor.toFixed(1)} times`;
