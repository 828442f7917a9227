// The bus that every region has.

/** Its name. Rules on it are known by their own name alone, in ARNs and metrics. */
export const DEFAULT_EVENT_BUS = 'default';
