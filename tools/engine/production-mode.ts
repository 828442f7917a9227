// GraphQL.js asks of every value whether a second copy of the library has made it, unless it is in production: a seventh of
// what a message costs. To be imported before GraphQL.js:
// https://github.com/graphql/graphql-js/blob/16.x.x/website/pages/going-to-production.mdx
process.env['NODE_ENV'] ??= 'production';
