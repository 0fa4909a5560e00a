// Microsoft's own language service of KQL: says what is wrong with a query, and which columns it gives.
import { createRequire } from 'node:module';

interface List<Item> {
  Count: number;
  getItem(index: number): Item;
}
interface TableSymbol {
  WithName(name: string): TableSymbol;
}
interface Code {
  GetDiagnostics(): List<{ Message: string; Start: number }>;
  ResultType: { Columns?: List<{ Name: string; Type: { Name: string } }> } | null;
}
interface Globals {
  WithDatabase(database: object): Globals;
}
/** Only what is used: the package's own types are two megabytes, and global. */
interface Language {
  GlobalState: { Default: Globals };
  KustoCode: { ParseAndAnalyze(text: string, globals: Globals): Code };
  Symbols: {
    TableSymbol: { From(schema: string): TableSymbol };
    DatabaseSymbol: { ctor: new (name: string, tables: TableSymbol[]) => object };
  };
}

/** The columns of a workspace's tables that are used (learn.microsoft.com/azure/azure-monitor/reference/tables). */
const TABLES = {
  AppTraces: '(TimeGenerated: datetime, Message: string, SeverityLevel: int, Properties: dynamic)',
  AppExceptions: '(TimeGenerated: datetime, ExceptionType: string, OuterMessage: string)',
  AppMetrics: '(TimeGenerated: datetime, Name: string, Sum: real, ItemCount: int)',
};

const load = createRequire(import.meta.url);
// They put themselves into the global scope, one upon the other.
load('@kusto/language-service-next/bridge.min.js');
load('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const language = (globalThis as unknown as { Kusto: { Language: Language } }).Kusto.Language;

const workspace = language.GlobalState.Default.WithDatabase(
  new language.Symbols.DatabaseSymbol.ctor(
    'workspace',
    Object.entries(TABLES).map(([name, schema]) => language.Symbols.TableSymbol.From(schema).WithName(name)),
  ),
);

export interface Analysis {
  problems: string[];
  /** Type by name. */
  columns: Record<string, string>;
}

export function analyzeQuery(text: string): Analysis {
  const code = language.KustoCode.ParseAndAnalyze(text, workspace);
  return {
    problems: itemsOf(code.GetDiagnostics()).map(
      ({ Message, Start }) => `${Message} At: ${text.slice(Start, Start + 40)}`,
    ),
    columns: Object.fromEntries(itemsOf(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name])),
  };
}

function itemsOf<Item>(list: List<Item> | undefined): Item[] {
  return Array.from({ length: list?.Count ?? 0 }, (_, index) => list?.getItem(index)).filter(
    (item) => item !== undefined,
  );
}
