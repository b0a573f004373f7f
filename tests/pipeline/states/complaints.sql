BEGIN TRANSACTION;
CREATE TABLE check_ins (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, seq INTEGER NOT NULL,
        on_day TEXT NOT NULL, value TEXT, confidence TEXT, status TEXT, note TEXT,
        author TEXT, run INTEGER NOT NULL, PRIMARY KEY (workspace, entity, seq));
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-customers-who-reorder-within-00bfdf2f',1,'2026-10-05','0.30',NULL,'on_track',NULL,NULL,1);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-complaints-per-100-orders-8604aa6a',1,'2026-10-05','8',NULL,'on_track',NULL,NULL,1);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-reply-time-to-a-96838630',1,'2026-10-05','2',NULL,'needs_attention',NULL,NULL,1);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-colleagues-who-leave-in-28f8faa7',1,'2026-10-05','9',NULL,'accomplished',NULL,NULL,1);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-score-of-the-first-9e94e093',1,'2026-10-05','-6.9',NULL,'needs_attention',NULL,NULL,1);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-reply-time-to-a-96838630',2,'2026-10-12','2',NULL,'off_track',NULL,NULL,2);
INSERT INTO "check_ins" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-score-of-the-first-9e94e093',2,'2026-10-12','-6.9',NULL,'off_track',NULL,NULL,2);
CREATE TABLE closed (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, ended TEXT NOT NULL,
        PRIMARY KEY (workspace, entity));
CREATE TABLE documents (
        workspace TEXT NOT NULL, connector TEXT NOT NULL, address TEXT NOT NULL,
        document TEXT, revision TEXT NOT NULL, memory TEXT NOT NULL,
        PRIMARY KEY (workspace, connector, address));
INSERT INTO "documents" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','csv','{FOLDER}/complaints.csv',NULL,'867d100e400df63726a247ead86dff1e51e153dc6bee641e912d18ec8aa8bc4a','{"usual": 6, "rows": {}, "blank": "", "revision": "867d100e400df63726a247ead86dff1e51e153dc6bee641e912d18ec8aa8bc4a"}');
CREATE TABLE entities (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, run INTEGER NOT NULL,
        kind TEXT NOT NULL, body TEXT,
        PRIMARY KEY (workspace, entity, run));
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','o-customers-come-back-on-44f595d5',1,'objectives','{"id":"o-customers-come-back-on-44f595d5","title":"Customers come back on their own"}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','o-new-colleagues-stay-09e8cd8a',1,'objectives','{"id":"o-new-colleagues-stay-09e8cd8a","title":"New colleagues stay"}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-customers-who-reorder-within-00bfdf2f',1,'key_results','{"id":"kr-customers-who-reorder-within-00bfdf2f","title":"Customers who reorder within 90 days","objective_id":"o-customers-come-back-on-44f595d5","metric":{"unit":"%","baseline":0.2,"target":0.4,"current":0.3}}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-complaints-per-100-orders-8604aa6a',1,'key_results','{"id":"kr-complaints-per-100-orders-8604aa6a","title":"Complaints per 100 orders","objective_id":"o-customers-come-back-on-44f595d5","metric":{"target_type":"decrease","baseline":12.0,"target":6.0,"current":8.0}}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-reply-time-to-a-96838630',1,'key_results','{"id":"kr-reply-time-to-a-96838630","title":"Reply time to a complaint","objective_id":"o-customers-come-back-on-44f595d5","metric":{"unit":"h","baseline":3.0,"target":8.0,"current":2.0}}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-colleagues-who-leave-in-28f8faa7',1,'key_results','{"id":"kr-colleagues-who-leave-in-28f8faa7","title":"Colleagues who leave in their first year","objective_id":"o-new-colleagues-stay-09e8cd8a","metric":{"target":5.0,"current":9.0}}');
INSERT INTO "entities" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','kr-score-of-the-first-9e94e093',1,'key_results','{"id":"kr-score-of-the-first-9e94e093","title":"Score of the first-month survey","objective_id":"o-new-colleagues-stay-09e8cd8a","metric":{"unit":"est.","baseline":6.1,"target":8.0,"current":-6.9}}');
CREATE TABLE fixed (
        workspace TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (workspace, name));
INSERT INTO "fixed" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','headers','{"progress": "OKR progress", "status": "OKR status"}');
INSERT INTO "fixed" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','language','"en"');
INSERT INTO "fixed" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','words','{"on_track": "on track", "needs_attention": "needs attention", "off_track": "off track", "accomplished": "accomplished", "achieved": "achieved", "partial": "partial", "missed": "missed", "not_started": "not started", "no_data": "no data"}');
INSERT INTO "fixed" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','period','{"label": "2026-Q4", "start": "2026-10-01", "end": "2026-12-31"}');
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
INSERT INTO "run_changes" VALUES(1,0,'complaints','complaints','G2','OKR progress','kr-customers-who-reorder-within-00bfdf2f','kr-customers-who-reorder-within-00bfdf2f','Customers who reorder within 90 days','progress','percent','null','0.5',1);
INSERT INTO "run_changes" VALUES(1,1,'complaints','complaints','H2','OKR status','kr-customers-who-reorder-within-00bfdf2f','kr-customers-who-reorder-within-00bfdf2f','Customers who reorder within 90 days','status','text','null','"on track"',1);
INSERT INTO "run_changes" VALUES(1,2,'complaints','complaints','G3','OKR progress','kr-complaints-per-100-orders-8604aa6a','kr-complaints-per-100-orders-8604aa6a','Complaints per 100 orders','progress','percent','null','0.6667',1);
INSERT INTO "run_changes" VALUES(1,3,'complaints','complaints','H3','OKR status','kr-complaints-per-100-orders-8604aa6a','kr-complaints-per-100-orders-8604aa6a','Complaints per 100 orders','status','text','null','"on track"',1);
INSERT INTO "run_changes" VALUES(1,4,'complaints','complaints','G4','OKR progress','kr-reply-time-to-a-96838630','kr-reply-time-to-a-96838630','Reply time to a complaint','progress','percent','null','-0.2',1);
INSERT INTO "run_changes" VALUES(1,5,'complaints','complaints','H4','OKR status','kr-reply-time-to-a-96838630','kr-reply-time-to-a-96838630','Reply time to a complaint','status','text','null','"needs attention"',1);
INSERT INTO "run_changes" VALUES(1,6,'complaints','complaints','G5','OKR progress','kr-colleagues-who-leave-in-28f8faa7','kr-colleagues-who-leave-in-28f8faa7','Colleagues who leave in their first year','progress','percent','null','1.8',1);
INSERT INTO "run_changes" VALUES(1,7,'complaints','complaints','H5','OKR status','kr-colleagues-who-leave-in-28f8faa7','kr-colleagues-who-leave-in-28f8faa7','Colleagues who leave in their first year','status','text','null','"accomplished"',1);
INSERT INTO "run_changes" VALUES(1,8,'complaints','complaints','G6','OKR progress','kr-score-of-the-first-9e94e093','kr-score-of-the-first-9e94e093','Score of the first-month survey','progress','percent','null','-6.8421',1);
INSERT INTO "run_changes" VALUES(1,9,'complaints','complaints','H6','OKR status','kr-score-of-the-first-9e94e093','kr-score-of-the-first-9e94e093','Score of the first-month survey','status','text','null','"needs attention"',1);
INSERT INTO "run_changes" VALUES(2,0,'complaints','complaints','H4','OKR status','kr-reply-time-to-a-96838630','kr-reply-time-to-a-96838630','Reply time to a complaint','status','text','"needs attention"','"off track"',1);
INSERT INTO "run_changes" VALUES(2,1,'complaints','complaints','H6','OKR status','kr-score-of-the-first-9e94e093','kr-score-of-the-first-9e94e093','Score of the first-month survey','status','text','"needs attention"','"off track"',1);
CREATE TABLE run_columns (
        run INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, tab TEXT NOT NULL,
        field TEXT NOT NULL, header TEXT NOT NULL, landed INTEGER NOT NULL,
        PRIMARY KEY (run, seq));
INSERT INTO "run_columns" VALUES(1,0,'complaints','csv','progress','OKR progress',1);
INSERT INTO "run_columns" VALUES(1,1,'complaints','csv','status','OKR status',1);
CREATE TABLE runs (
        id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, command TEXT NOT NULL,
        started TEXT NOT NULL, ended TEXT, as_of TEXT NOT NULL, state TEXT NOT NULL,
        checker TEXT NOT NULL, settings TEXT NOT NULL, job TEXT NOT NULL,
        counts TEXT NOT NULL, undoes INTEGER, undone_by INTEGER);
INSERT INTO "runs" VALUES(1,'e8aa6c4a542f4592af0dd5a96b1a7b9c','sync','2026-12-01T11:11:15+00:00','2026-12-01T11:11:15+00:00','2026-10-05','done','okrsync 0.1.0','{"guards": {"max_changes": "0.5"}, "people": {}, "rules": {"max_key_results": 5, "severity": {}, "waivers": []}, "scoring": {"aspirational": "0.7", "needs_attention": "0.25", "on_track": "0.10", "outdated_monthly": 31, "outdated_weekly": 7, "partial": "0.4", "profile": "okrsync", "start_grace": "0.10"}, "sources": {"complaints": {"columns": {}, "location": "complaints.csv", "mapping": "auto", "tables": []}}, "workspace": {"days_off": [], "fiscal_year_start": 1, "language": null, "name": null, "north_star": null, "period": null, "theme": null, "timezone": "UTC", "workdays": ["mon", "tue", "wed", "thu", "fri"]}, "write_back": {"columns": {}, "create_columns": false, "fields": ["progress", "status"], "finding": false, "on_manual_edit": "overwrite", "status_words": {}}}','{"config": null, "sources": [], "typed": ["{FOLDER}/complaints.csv"]}','{"written": 10}',NULL,NULL);
INSERT INTO "runs" VALUES(2,'e8aa6c4a542f4592af0dd5a96b1a7b9c','sync','2026-12-01T11:11:17+00:00','2026-12-01T11:11:17+00:00','2026-10-12','done','okrsync 0.1.0','{"guards": {"max_changes": "0.5"}, "people": {}, "rules": {"max_key_results": 5, "severity": {}, "waivers": []}, "scoring": {"aspirational": "0.7", "needs_attention": "0.25", "on_track": "0.10", "outdated_monthly": 31, "outdated_weekly": 7, "partial": "0.4", "profile": "okrsync", "start_grace": "0.10"}, "sources": {"complaints": {"columns": {}, "location": "complaints.csv", "mapping": "auto", "tables": []}}, "workspace": {"days_off": [], "fiscal_year_start": 1, "language": null, "name": null, "north_star": null, "period": null, "theme": null, "timezone": "UTC", "workdays": ["mon", "tue", "wed", "thu", "fri"]}, "write_back": {"columns": {}, "create_columns": false, "fields": ["progress", "status"], "finding": false, "on_manual_edit": "overwrite", "status_words": {}}}','{"config": null, "sources": [], "typed": ["{FOLDER}/complaints.csv"]}','{"written": 2}',NULL,NULL);
CREATE TABLE sources (
        workspace TEXT NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY (workspace, name));
INSERT INTO "sources" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','{FOLDER}/complaints.csv#','{"tables": [{"key": "csv", "name": "complaints", "rows": 5, "headers": {"objective": "Objective", "key_result": "Key Result", "baseline": "Baseline", "target": "Target", "current": "Current", "unit": "Unit", "title": "Key Result"}, "managed": {"progress": "OKR progress", "status": "OKR status"}}], "entities": ["kr-colleagues-who-leave-in-28f8faa7", "kr-complaints-per-100-orders-8604aa6a", "kr-customers-who-reorder-within-00bfdf2f", "kr-reply-time-to-a-96838630", "kr-score-of-the-first-9e94e093"]}');
CREATE TABLE workspaces (
        id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        created TEXT NOT NULL);
INSERT INTO "workspaces" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','file:70531032d15d447a9351e2f2eda731e4','complaints','2026-12-01T11:11:15+00:00');
CREATE TABLE written (
        workspace TEXT NOT NULL, source TEXT NOT NULL, entity TEXT NOT NULL,
        field TEXT NOT NULL, value TEXT NOT NULL, period TEXT NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (workspace, source, entity, field));
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-customers-who-reorder-within-00bfdf2f','progress','"50%"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-customers-who-reorder-within-00bfdf2f','status','"on track"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-complaints-per-100-orders-8604aa6a','progress','"66.67%"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-complaints-per-100-orders-8604aa6a','status','"on track"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-reply-time-to-a-96838630','progress','"-20%"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-reply-time-to-a-96838630','status','"off track"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-colleagues-who-leave-in-28f8faa7','progress','"180%"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-colleagues-who-leave-in-28f8faa7','status','"accomplished"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-score-of-the-first-9e94e093','progress','"-684.21%"','2026-Q4',2);
INSERT INTO "written" VALUES('e8aa6c4a542f4592af0dd5a96b1a7b9c','complaints','kr-score-of-the-first-9e94e093','status','"off track"','2026-Q4',2);
CREATE INDEX runs_by_workspace ON runs (workspace, id);
COMMIT;
PRAGMA user_version = 0;
