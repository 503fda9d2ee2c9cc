import { cleanLine } from '../../../language/cleaning.ts';
import { htmlCommentLinesOf } from '../../formats/html-text.ts';
import type { PageDocument } from '../dom.ts';
import { isNode, isOfType, type LinkedNode, parseLinkedNodes, parseNames, toList } from '../linked-data.ts';
import { sortParentsFirst } from '../numbering.ts';
import type { FoundComment } from './content.ts';

/** The comments in a page's JSON-LD (schema.org's Comment), nested or with a `parentItem`. */
export function extractLinkedComments(document: PageDocument): FoundComment[] {
  const nodes = parseLinkedNodes(document).filter(
    node => isOfType(node, /^(?:User)?Comments?$/) && textOf(node) !== '',
  );
  const parents = new Map<LinkedNode, LinkedNode>();
  for (const node of nodes) for (const reply of repliesOf(node)) parents.set(reply, node);
  const byId = new Map(
    nodes.flatMap(node => (typeof node['@id'] === 'string' ? [[node['@id'], node] as const] : [])),
  );
  for (const node of nodes) {
    const above = toList(node.parentItem)[0];
    const id = isNode(above) ? above['@id'] : above;
    const parent = typeof id === 'string' ? byId.get(id) : undefined;
    if (parent && parent !== node && !parents.has(node)) parents.set(node, parent);
  }
  return sortParentsFirst([...new Set(nodes)], node => parents.get(node) ?? null).map(({ item, parent }) => ({
    ...toFoundComment(item),
    parent,
  }));
}

function repliesOf(node: LinkedNode): LinkedNode[] {
  return [...toList(node.comment), ...toList(node.replies)].filter(isNode);
}

function textOf(node: LinkedNode): string {
  const text = toList(node.text)[0] ?? toList(node.commentText)[0] ?? toList(node.description)[0];
  return typeof text === 'string' ? text : '';
}

function toFoundComment(node: LinkedNode): Omit<FoundComment, 'parent'> {
  const author = cleanLine(parseNames(toList(node.author)[0] ?? node.creator)[0] ?? '');
  const time = toList(node.dateCreated)[0] ?? toList(node.datePublished)[0];
  const votes = Number(toList(node.upvoteCount)[0] ?? Number.NaN);
  return {
    author: author === '' ? null : author,
    paragraphs: htmlCommentLinesOf(textOf(node)),
    time: typeof time === 'string' && time.trim() !== '' ? cleanLine(time).slice(0, 60) : null,
    votes: Number.isInteger(votes) ? votes : null,
  };
}
