// What the package gives.
export type { Fetch, FetchedAnswer, FetchOptions } from './api';
export { type Client, type ClientEvents, connect } from './client';
export type { Clock } from './clock';
export { PublishError, PubSubError } from './errors';
export type { Gap, GapReason } from './gap';
export type { Message } from './message';
export type { ConnectOptions } from './options';
export type { Draft, Receipt } from './publisher';
export type { SocketConstructor, SocketLike } from './socket';
export type { Region } from './places';
export type { State } from './state';
export type { From, SubscribeOptions, Subscription, SubscriptionEvents } from './subscription';
