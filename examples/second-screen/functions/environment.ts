// What serverless.yml tells the functions.

/** Names in the function's region, and the region's own. */
export interface Environment {
  readonly tableName: string;
  readonly busName: string;
  /** As whom the application puts events on the bus. */
  readonly source: string;
  readonly region: string;
}

/** @throws Error for a variable that is not there */
export function environment(): Environment {
  return {
    tableName: variable('TABLE'),
    busName: variable('BUS'),
    source: variable('SOURCE'),
    region: variable('AWS_REGION'),
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
