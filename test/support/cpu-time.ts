// How much work something is, whatever else the machine does meanwhile.

/** Milliseconds of CPU that this process, in which the engine runs too, has used since a reading of `process.cpuUsage()`. */
export function cpuTimeSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
