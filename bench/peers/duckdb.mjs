/** `node duckdb.mjs QUERY FOLDER OUTPUT`: the same work in DuckDB, two threads, result in one file. */

import { DuckDBInstance } from "@duckdb/node-api";

const [query, folder, output] = process.argv.slice(2);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
// One column a line: a separator that occurs in no line, nothing quoted.
const lines = `read_csv(${quoted(`${folder}/*`)}, columns = {'line': 'VARCHAR'}, delim = '\u0001', quote = '', escape = '', header = false, auto_detect = false)`;
const text = `(format csv, delimiter '\t', header false, quote '', escape '')`;

const QUERIES = {
  wordcount: `copy (select word, count(*) from (select unnest(string_split(line, ' ')) as word from ${lines}) where word <> '' group by word order by word collate "binary") to ${quoted(output)} ${text}`,
  sort: `copy (select line from ${lines} order by line) to ${quoted(output)} ${text}`,
  jsonl: `copy (select user.id as id, sum(amount) as amount from read_json(${quoted(`${folder}/*`)}, format = 'newline_delimited', columns = {'event': 'VARCHAR', 'user': 'STRUCT(id VARCHAR)', 'amount': 'DOUBLE'}) where event = 'buy' group by 1 order by 1) to ${quoted(output)} ${text}`,
};

const sql = QUERIES[query];
if (sql === undefined)
  throw new Error(`usage: duckdb.mjs ${Object.keys(QUERIES).join("|")} FOLDER OUTPUT`);
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
await connection.run("set preserve_insertion_order = false");
await connection.run(sql.replace(' collate "binary"', ""));
connection.closeSync();
instance.closeSync();
