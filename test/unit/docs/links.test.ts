// Every link of a document to another place of the project leads there, to the heading that it names.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked, type Token } from 'marked';
import { ROOT } from '../../support/packages/templates';
import { documentsIn } from '../../support/printed-blocks';

it.each(documentsIn(ROOT))('%s links to what is there', (file) => {
  expect(linksOf(file).filter((link) => !leadsSomewhere(file, link))).toEqual([]);
});

function linksOf(file: string): readonly string[] {
  const links: string[] = [];
  void marked.walkTokens(tokensOf(file), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push((token as { readonly href: string }).href);
    if (token.type === 'html') links.push(...sourcesIn((token as { readonly text: string }).text));
  });
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function sourcesIn(html: string): readonly string[] {
  return [...html.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g)].map(([, source = '']) => source);
}

function leadsSomewhere(file: string, link: string): boolean {
  const [place = '', heading] = link.split('#');
  const target = place === '' ? file : path.join(path.dirname(file), place);
  if (!existsSync(path.join(ROOT, target))) return false;
  return heading === undefined || headingsOf(target).includes(heading);
}

/** As GitHub names them: https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function headingsOf(file: string): readonly string[] {
  const headings: string[] = [];
  void marked.walkTokens(tokensOf(file), (token: Token) => {
    if (token.type === 'heading') headings.push(nameOf((token as { readonly text: string }).text));
  });
  return headings;
}

function nameOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function tokensOf(file: string): Token[] {
  return marked.lexer(readFileSync(path.join(ROOT, file), 'utf8'));
}
