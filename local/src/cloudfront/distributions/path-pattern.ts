// Path patterns: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern

/** Does a pattern fit a path? `*` stands for any characters, `?` for one; case matters, the first slash may be missing. */
export function compilePathPattern(pattern: string): (path: string) => boolean {
  const source = withSlash(pattern)
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}

function withSlash(pattern: string): string {
  return /^[/*]/.test(pattern) ? pattern : `/${pattern}`;
}

/**
 * The path by which a behaviour is chosen: without `.` and `..`, https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4. The origin
 * gets the path as the viewer wrote it.
 */
export function normalizedPath(path: string): string {
  if (!path.includes('/.')) return path;
  const segments: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '..') segments.pop();
    else if (part !== '.') segments.push(part);
    if ((part === '..' || part === '.') && isLast) segments.push('');
  }
  return `/${segments.join('/')}`;
}
