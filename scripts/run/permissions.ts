import { writePermissions } from '../local/permissions.ts';

writePermissions();
