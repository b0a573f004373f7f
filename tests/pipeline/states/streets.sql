BEGIN TRANSACTION;
CREATE TABLE check_ins (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, seq INTEGER NOT NULL,
        on_day TEXT NOT NULL, value TEXT, confidence TEXT, status TEXT, note TEXT,
        author TEXT, run INTEGER NOT NULL, PRIMARY KEY (workspace, entity, seq));
CREATE TABLE closed (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, ended TEXT NOT NULL,
        PRIMARY KEY (workspace, entity));
CREATE TABLE documents (
        workspace TEXT NOT NULL, connector TEXT NOT NULL, address TEXT NOT NULL,
        document TEXT, revision TEXT NOT NULL, memory TEXT NOT NULL,
        PRIMARY KEY (workspace, connector, address));
INSERT INTO "documents" VALUES('0410ad7c48c4410996d788e9774f65cc','csv','{FOLDER}/streets.csv',NULL,'a5c28aeafbe13b814ccfb24eb718489584bd9c06d485dd0284ffd8622669c8a7','{}');
CREATE TABLE entities (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, run INTEGER NOT NULL,
        kind TEXT NOT NULL, body TEXT,
        PRIMARY KEY (workspace, entity, run));
INSERT INTO "entities" VALUES('0410ad7c48c4410996d788e9774f65cc','o-safe-streets-a9897067',1,'objectives','{"id":"o-safe-streets-a9897067","title":"Safe streets"}');
INSERT INTO "entities" VALUES('0410ad7c48c4410996d788e9774f65cc','o-clean-streets-d2722129',1,'objectives','{"id":"o-clean-streets-d2722129","title":"Clean streets"}');
INSERT INTO "entities" VALUES('0410ad7c48c4410996d788e9774f65cc','i-more-light-in-the-06267da7',1,'initiatives','{"id":"i-more-light-in-the-06267da7","title":"More light in the parks","extra":{"Measure":"Burglaries","Target 2026":"100","Actual 2026":"140"},"supports":["o-safe-streets-a9897067"]}');
INSERT INTO "entities" VALUES('0410ad7c48c4410996d788e9774f65cc','i-extra-bins-8ab7c048',1,'initiatives','{"id":"i-extra-bins-8ab7c048","title":"Extra bins","extra":{"Measure":"Litter reports","Target 2026":"300","Actual 2026":"350"},"supports":["o-clean-streets-d2722129"]}');
CREATE TABLE fixed (
        workspace TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (workspace, name));
INSERT INTO "fixed" VALUES('0410ad7c48c4410996d788e9774f65cc','period','{"label": "2026-Q4", "start": "2026-10-01", "end": "2026-12-31"}');
CREATE TABLE locks (
        workspace TEXT PRIMARY KEY, token TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL,
        pid INTEGER NOT NULL, since TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE okrsync_state (version INTEGER NOT NULL);
INSERT INTO "okrsync_state" VALUES(1);
CREATE TABLE run_changes (
        run INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, tab TEXT NOT NULL,
        cell TEXT NOT NULL, header TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL,
        title TEXT NOT NULL, field TEXT NOT NULL, shown TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, landed INTEGER NOT NULL,
        PRIMARY KEY (run, seq));
CREATE TABLE run_columns (
        run INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, tab TEXT NOT NULL,
        field TEXT NOT NULL, header TEXT NOT NULL, landed INTEGER NOT NULL,
        PRIMARY KEY (run, seq));
CREATE TABLE runs (
        id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, command TEXT NOT NULL,
        started TEXT NOT NULL, ended TEXT, as_of TEXT NOT NULL, state TEXT NOT NULL,
        checker TEXT NOT NULL, settings TEXT NOT NULL, job TEXT NOT NULL,
        counts TEXT NOT NULL, undoes INTEGER, undone_by INTEGER);
INSERT INTO "runs" VALUES(1,'0410ad7c48c4410996d788e9774f65cc','sync','2026-12-01T11:11:18+00:00','2026-12-01T11:11:18+00:00','2026-10-05','done','okrsync 0.1.0','{"guards": {"max_changes": "0.5"}, "people": {}, "rules": {"max_key_results": 5, "severity": {}, "waivers": []}, "scoring": {"aspirational": "0.7", "needs_attention": "0.25", "on_track": "0.10", "outdated_monthly": 31, "outdated_weekly": 7, "partial": "0.4", "profile": "okrsync", "start_grace": "0.10"}, "sources": {"streets": {"columns": {}, "location": "streets.csv", "mapping": "auto", "tables": []}}, "workspace": {"days_off": [], "fiscal_year_start": 1, "language": null, "name": null, "north_star": null, "period": null, "theme": null, "timezone": "UTC", "workdays": ["mon", "tue", "wed", "thu", "fri"]}, "write_back": {"columns": {}, "create_columns": false, "fields": ["progress", "status"], "finding": false, "on_manual_edit": "overwrite", "status_words": {}}}','{"config": null, "sources": [], "typed": ["{FOLDER}/streets.csv"]}','{"written": 0}',NULL,NULL);
INSERT INTO "runs" VALUES(2,'0410ad7c48c4410996d788e9774f65cc','sync','2026-12-01T11:11:19+00:00','2026-12-01T11:11:19+00:00','2026-10-12','done','okrsync 0.1.0','{"guards": {"max_changes": "0.5"}, "people": {}, "rules": {"max_key_results": 5, "severity": {}, "waivers": []}, "scoring": {"aspirational": "0.7", "needs_attention": "0.25", "on_track": "0.10", "outdated_monthly": 31, "outdated_weekly": 7, "partial": "0.4", "profile": "okrsync", "start_grace": "0.10"}, "sources": {"streets": {"columns": {}, "location": "streets.csv", "mapping": "auto", "tables": []}}, "workspace": {"days_off": [], "fiscal_year_start": 1, "language": null, "name": null, "north_star": null, "period": null, "theme": null, "timezone": "UTC", "workdays": ["mon", "tue", "wed", "thu", "fri"]}, "write_back": {"columns": {}, "create_columns": false, "fields": ["progress", "status"], "finding": false, "on_manual_edit": "overwrite", "status_words": {}}}','{"config": null, "sources": [], "typed": ["{FOLDER}/streets.csv"]}','{"written": 0}',NULL,NULL);
CREATE TABLE sources (
        workspace TEXT NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY (workspace, name));
INSERT INTO "sources" VALUES('0410ad7c48c4410996d788e9774f65cc','streets','{FOLDER}/streets.csv#','{"tables": [{"key": "csv", "name": "streets", "rows": 2, "headers": {"initiative": "Initiative", "objective": "Goal", "target": "Target 2026", "current": "Actual 2026", "measures": "Measure", "title": "Initiative"}, "managed": {}}], "entities": ["i-extra-bins-8ab7c048", "i-more-light-in-the-06267da7"]}');
CREATE TABLE workspaces (
        id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        created TEXT NOT NULL);
INSERT INTO "workspaces" VALUES('0410ad7c48c4410996d788e9774f65cc','file:9ad5c06477ee4caba0cda11297368d8e','streets','2026-12-01T11:11:18+00:00');
CREATE TABLE written (
        workspace TEXT NOT NULL, source TEXT NOT NULL, entity TEXT NOT NULL,
        field TEXT NOT NULL, value TEXT NOT NULL, period TEXT NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (workspace, source, entity, field));
CREATE INDEX runs_by_workspace ON runs (workspace, id);
COMMIT;
PRAGMA user_version = 0;
