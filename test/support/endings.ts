// How tests end what they began.
export { endAll, endLater } from '../../local/test/support/endings';
