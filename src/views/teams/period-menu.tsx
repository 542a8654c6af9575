import type { Period } from '../../domain/periods/finding.ts';
import { Menu, MenuButton } from '../ui/menu.tsx';

type MenuProps = {
  periods: readonly Period[];
  period: Period | null;
  today: string;
  href: (id: string) => string;
};

/** The time period in view, and the way to the others. */
export const PeriodMenu = ({ periods, period, today, href }: MenuProps) => (
  <>
    <MenuButton menu="periods">{period?.name ?? 'Time period'}</MenuButton>
    <Menu id="periods" label="Time period">
      {periods.map((each) => (
        <a href={href(each.id)} aria-current={each.id === period?.id ? 'true' : undefined}>
          {each.name}
          {each.startsOn > today && <span class="end count">to come</span>}
          {each.endsOn < today && <span class="end count">over</span>}
        </a>
      ))}
    </Menu>
  </>
);
