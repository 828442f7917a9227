// What serverless.yml and Lambda tell the functions.

/** A variable of the function's environment. @throws Error if it is not there */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
