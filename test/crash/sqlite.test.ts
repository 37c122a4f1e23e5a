import { createSqliteDatabase } from '../store/sqlite-database.js';
import { describeCrashes } from './describe-crashes.js';

describeCrashes('SQLite', createSqliteDatabase);
