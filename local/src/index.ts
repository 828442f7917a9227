// The engine's face: all that whoever runs it may use.
export type { ApiEndpoint, GraphQlError } from './appsync/appsync';
export type { EventApiEndpoint } from './appsync/events/definitions';
export type { StackView as Stack } from './cloudformation/stack';
export type { EdgeLocation } from './cloudfront/cloudfront';
export { listen, type ListeningServer, type TlsIdentity } from './foundation/http/server';
export { PlanetNetwork } from './foundation/network';
export type { PolicyDocument, User } from './iam/iam';
export { ExecutionEnvironment } from './lambda/execution-environment';
export type { InvocationRequest, InvocationResult } from './lambda/lambda';
export { createAuthority, issueCertificate } from './planet/certificate';
export { controlListener } from './planet/control';
export { type EdgeOptions, type Engine, type EngineOptions, startEngine } from './planet/engine';
export type { EngineRegion } from './planet/region';
export type { Coordinates } from './route53/routing';
export * from './terms';
