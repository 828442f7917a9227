// The engine's face: all that whoever runs it may use.
export type { ApiEndpoint } from './appsync/appsync';
export type { Stack } from './cloudformation/stack';
export type { EdgeLocation } from './cloudfront/cloudfront';
export { bind, type TlsIdentity } from './foundation/http/server';
export { PlanetNetwork } from './foundation/network';
export type { User } from './iam/iam';
export { createAuthority } from './planet/certificate';
export { type EdgeOptions, type Engine, type EngineOptions, startEngine } from './planet/engine';
export type { EngineRegion, StackPackage } from './planet/region';
export type { Coordinates } from './route53/routing';
export * from './terms';
