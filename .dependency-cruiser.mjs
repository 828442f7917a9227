// What may depend on what, as far as it takes the whole graph to see it; single imports are oxlint’s.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Two modules that need each other cannot be read, tested or moved one at a time. Put what both need into a third room.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.build|\\.serverless|client/dist|client/lib/dist)/' },
    // Types count: a definition that is needed from both sides stands in the wrong room.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'], exportsFields: ['exports'] },
  },
};
