// The bus that every region has.

/** Its name. ARNs and metrics name its rules without the bus. */
export const DEFAULT_EVENT_BUS = 'default';
